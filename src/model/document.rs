//! A document as ingest hands it over: its text, decoded and otherwise unchanged, and what is
//! known of it as a whole.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::hex::Hex;
use super::layout::Layout;
use super::region::RegionCode;
use super::utf8::long_text;

/// The identity of a document: the first 16 bytes of the BLAKE3 hash of its bytes, in hexadecimal
/// where it is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DocumentId(pub [u8; 16]);

impl DocumentId {
    /// The identity of a document with these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut id = [0; 16];
        id.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
        Self(id)
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Hex::of(self.0).as_str())
    }
}

impl fmt::Debug for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What kind of document it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// 政府工作报告
    WorkReport,
    /// 统计公报
    Bulletin,
    /// 规划纲要, 五年计划
    Plan,
    /// 实施方案, 行动计划
    ImplementationPlan,
    /// 对提案或建议的答复
    Reply,
    /// 预算执行情况和预算草案的报告
    Budget,
    /// 意见, 通知, 办法
    Policy,
    /// 新闻, 解读, 数据分析
    News,
    /// Anything else.
    #[default]
    Other,
}

impl DocumentKind {
    /// Every kind, in the order of the enumeration.
    pub const ALL: [Self; 9] = [
        Self::WorkReport,
        Self::Bulletin,
        Self::Plan,
        Self::ImplementationPlan,
        Self::Reply,
        Self::Budget,
        Self::Policy,
        Self::News,
        Self::Other,
    ];

    /// The name in the tables and in pipeline files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WorkReport => "work_report",
            Self::Bulletin => "bulletin",
            Self::Plan => "plan",
            Self::ImplementationPlan => "implementation_plan",
            Self::Reply => "reply",
            Self::Budget => "budget",
            Self::Policy => "policy",
            Self::News => "news",
            Self::Other => "other",
        }
    }
}

/// What is known of a document as a whole. What the text does not tell stays `None`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Metadata {
    /// Title as written in its head lines, else from the file name.
    pub title: Option<String>,
    /// The body that issued it (发布机构).
    pub publisher: Option<String>,
    /// Document number (文号): `衡政发〔2020〕17号`.
    pub number: Option<String>,
    /// Index number (索引号) of the disclosure catalogue.
    pub index_number: Option<String>,
    /// Date of publication or of signing.
    pub published: Option<Date>,
    /// The year its figures are mostly about: of a bulletin the year reported on, of anything
    /// else the year it was written in.
    pub year: Option<i16>,
    /// The place whose document it is.
    pub region: Option<RegionCode>,
    /// What kind of document it is.
    pub kind: DocumentKind,
}

impl Metadata {
    /// When the words were written: the date of publication, unless that is so much later than the
    /// year in the title that it can only be the date of a web page.
    #[must_use]
    pub fn written(&self) -> Option<Date> {
        let latest = self.year.map_or(i16::MAX, |year| year.saturating_add(1));
        self.published.filter(|date| date.year() <= latest)
    }

    /// The year in which the words were written, else the year they are about.
    #[must_use]
    pub fn written_year(&self) -> Option<i16> {
        self.written().map(Date::year).or(self.year)
    }
}

/// A document that was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Hash of its bytes.
    pub id: DocumentId,
    /// The file as the pipeline named it, with `/` between folders.
    pub source: String,
    /// The decoded text, unchanged: no byte-order mark, line ends as written.
    #[serde(deserialize_with = "long_text")]
    pub text: String,
    /// The name of the encoding it was decoded from, after the WHATWG encoding standard.
    pub encoding: String,
    /// The file format: `text`, `html`, `docx`, `pdf`, `xlsx`, ...
    pub format: String,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// How its text was laid out in the file. Only reading needs it; what is kept of a document
    /// between the passes of a run leaves it behind.
    #[serde(skip)]
    pub layout: Layout,
    /// What is known of it as a whole.
    pub meta: Metadata,
}

/// The last component of a source without its ending.
#[must_use]
pub fn stem_of(source: &str) -> String {
    let source = source.replace('\\', "/");
    let name = source.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    match name.rfind('.') {
        Some(dot) if dot > 0 && dot + 1 < name.len() => name[..dot].to_owned(),
        _ => name.to_owned(),
    }
}
