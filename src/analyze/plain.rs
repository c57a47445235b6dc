//! One cell as plain text, and as JSON, in the form of the release's own CSV and JSON lines.

use std::fmt::Write;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use polars::prelude::{AnyValue, Series, TimeUnit};
use serde::ser::{Serialize, Serializer};

use crate::model::date_of_days;

/// Appends a cell as text. Nulls are empty, decimals exact without exponent and without zeros at
/// the end, floats the shortest digits that read back to the same value, dates and times ISO 8601,
/// elements of lists joined by `|` with `\` before a `|` or `\` of their own.
pub fn write_plain(out: &mut String, value: &AnyValue<'_>) {
    // Writing to a string cannot fail.
    let _ = match value {
        AnyValue::Null => Ok(()),
        AnyValue::Boolean(v) => write!(out, "{v}"),
        AnyValue::UInt8(v) => write!(out, "{v}"),
        AnyValue::UInt16(v) => write!(out, "{v}"),
        AnyValue::UInt32(v) => write!(out, "{v}"),
        AnyValue::UInt64(v) => write!(out, "{v}"),
        AnyValue::UInt128(v) => write!(out, "{v}"),
        AnyValue::Int8(v) => write!(out, "{v}"),
        AnyValue::Int16(v) => write!(out, "{v}"),
        AnyValue::Int32(v) => write!(out, "{v}"),
        AnyValue::Int64(v) => write!(out, "{v}"),
        AnyValue::Int128(v) => write!(out, "{v}"),
        AnyValue::Float32(v) => write!(out, "{v}"),
        AnyValue::Float64(v) => write!(out, "{v}"),
        AnyValue::Decimal(v, _, scale) => {
            write_decimal(out, *v, *scale);
            Ok(())
        }
        AnyValue::Date(days) => date_of_days(*days).map_or(Ok(()), |date| write!(out, "{date}")),
        AnyValue::Datetime(v, unit, _) | AnyValue::DatetimeOwned(v, unit, _) => write_time(out, *v, *unit),
        AnyValue::List(elements) | AnyValue::Array(elements, _) => {
            write_list(out, elements);
            Ok(())
        }
        other => match other.get_str() {
            Some(text) => out.write_str(text),
            None => write!(out, "{other}"),
        },
    };
}

/// `unscaled` × 10⁻ˢᶜᵃˡᵉ as plain digits.
fn write_decimal(out: &mut String, unscaled: i128, scale: usize) {
    if unscaled < 0 {
        out.push('-');
    }
    let digits = format!("{:0>width$}", unscaled.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    out.push_str(whole);
    let fraction = fraction.trim_end_matches('0');
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
}

/// A time without zone; what has one is printed in UTC.
fn write_time(out: &mut String, value: i64, unit: TimeUnit) -> std::fmt::Result {
    let time = match unit {
        TimeUnit::Milliseconds => Timestamp::from_millisecond(value),
        TimeUnit::Microseconds => Timestamp::from_microsecond(value),
        TimeUnit::Nanoseconds => Timestamp::from_nanosecond(value.into()),
    };
    time.map_or(Ok(()), |time| write!(out, "{}", time.to_zoned(TimeZone::UTC).datetime()))
}

fn write_list(out: &mut String, elements: &Series) {
    let mut element = String::new();
    for (i, value) in elements.rechunk().iter().enumerate() {
        if i > 0 {
            out.push('|');
        }
        element.clear();
        write_plain(&mut element, &value);
        for c in element.chars() {
            if matches!(c, '|' | '\\') {
                out.push('\\');
            }
            out.push(c);
        }
    }
}

/// A cell as JSON: nulls `null`, lists arrays, numbers numbers; decimals, dates and the rest are
/// strings of their plain text, because most readers take every JSON number for a binary float.
pub struct Json<'a>(pub &'a AnyValue<'a>);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            AnyValue::Null => serializer.serialize_none(),
            AnyValue::Boolean(v) => serializer.serialize_bool(*v),
            AnyValue::UInt8(v) => serializer.serialize_u8(*v),
            AnyValue::UInt16(v) => serializer.serialize_u16(*v),
            AnyValue::UInt32(v) => serializer.serialize_u32(*v),
            AnyValue::UInt64(v) => serializer.serialize_u64(*v),
            AnyValue::Int8(v) => serializer.serialize_i8(*v),
            AnyValue::Int16(v) => serializer.serialize_i16(*v),
            AnyValue::Int32(v) => serializer.serialize_i32(*v),
            AnyValue::Int64(v) => serializer.serialize_i64(*v),
            AnyValue::Float32(v) => serializer.serialize_f32(*v),
            AnyValue::Float64(v) => serializer.serialize_f64(*v),
            AnyValue::String(v) => serializer.serialize_str(v),
            AnyValue::List(elements) | AnyValue::Array(elements, _) => {
                let elements = elements.rechunk();
                serializer.collect_seq(elements.iter().map(JsonOwned))
            }
            other => {
                let mut text = String::new();
                write_plain(&mut text, other);
                serializer.serialize_str(&text)
            }
        }
    }
}

struct JsonOwned<'a>(AnyValue<'a>);

impl Serialize for JsonOwned<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Json(&self.0).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(value: &AnyValue<'_>) -> String {
        let mut out = String::new();
        write_plain(&mut out, value);
        out
    }

    #[test]
    fn decimals_are_exact_at_every_scale() {
        for (unscaled, scale, expected) in [
            (0, 9, "0"),
            (-50_000_000, 9, "-0.05"),
            (1, 9, "0.000000001"),
            (1_500_000_000, 9, "1.5"),
            (100, 0, "100"),
            (-123_456, 3, "-123.456"),
            (99_999_999_999_999_999_999_999_999_999_999_999_999, 9, "99999999999999999999999999999.999999999"),
        ] {
            assert_eq!(plain(&AnyValue::Decimal(unscaled, 38, scale)), expected);
        }
    }

    #[test]
    fn dates_times_and_lists() {
        assert_eq!(plain(&AnyValue::Date(19_723)), "2024-01-01");
        assert_eq!(plain(&AnyValue::Datetime(1_704_067_200_000, TimeUnit::Milliseconds, None)), "2024-01-01T00:00:00");
        let list = AnyValue::List(["a|b", r"c\d", ""].iter().copied().collect());
        assert_eq!(plain(&list), r"a\|b|c\\d|");
        assert_eq!(serde_json::to_string(&Json(&list)).unwrap(), r#"["a|b","c\\d",""]"#);
        assert_eq!(serde_json::to_string(&Json(&AnyValue::Decimal(15, 38, 1))).unwrap(), r#""1.5""#);
    }
}
