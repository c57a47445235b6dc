//! How fast numbers are found in ordinary text.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use zhibiao::model::Lexicon;
use zhibiao::recognize::number;

/// Prose as work reports have it: about one number in thirty characters.
const PROSE: &str = "全县上下把稳增长放在首位，各项改革发展工作有序推进，经济运行总体平稳。\
    地区生产总值增长5.8%，规模以上工业增加值增长7.6%，固定资产投资达到1234.5亿元。\
    着力优化营商环境，接续推进重点改革事项，不断提升城乡治理水平，新增市场主体三万户，\
    城镇新增就业20至30万人，群众获得感、幸福感、安全感进一步增强。";

fn numbers(c: &mut Criterion) {
    let lexicon = Lexicon::builtin();
    let text = PROSE.repeat(2000);
    let mut group = c.benchmark_group("numbers");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("prose", |b| b.iter(|| number::all(black_box(&text), &lexicon.units).count()));
    group.finish();
}

criterion_group!(benches, numbers);
criterion_main!(benches);
