//! Periods, in text as it stands and in normalised text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zhibiao::recognize::normal::Normal;
use zhibiao::recognize::period::{self, PeriodMention, When};

fn check(text: &str, found: &[PeriodMention]) {
    let mut end = 0;
    for mention in found {
        let span = mention.span;
        assert!(end <= span.start && span.start < span.end, "periods stand in order");
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "a place of the text");
        end = span.end;
        let month = |m: u8| assert!((1..=12).contains(&m), "month {m} of {:?}", span.of(text));
        match mention.when {
            When::Month(_, m) | When::UpToMonth(_, m) => month(m),
            When::Months(_, a, b) => {
                month(a);
                month(b);
            }
            When::Quarter(_, q) => assert!((1..=4).contains(&q), "quarter {q}"),
            _ => {}
        }
    }
}

fuzz_target!(init: zhibiao_fuzz::panics_of_ours_end_the_run(), |bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut found = Vec::new();
    period::scan(&text, &mut found);
    check(&text, &found);
    let mut normal = Normal::default();
    for cells in [false, true] {
        normal.set(&text, 0, cells);
        period::scan(&normal.text, &mut found);
        check(&normal.text, &found);
        for mention in &found {
            let span = normal.original(mention.span.start as usize, mention.span.end as usize);
            assert!(text.get(span.start as usize..span.end as usize).is_some(), "the way back leads to a place");
        }
    }
});
