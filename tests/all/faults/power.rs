//! Power goes at a random call, again and again, also while a run recovers: what was not synced is lost
//! in any part. Everything follows from the seed but the times in reports, so a seed replays its case.

use std::sync::Arc;

use zhibiao::publish::storage::{Fault, FaultyStorage, MemoryStorage, Storage, Trip};

use super::Form;
use super::night::{Content, Night, Nights};
use crate::publish_support::Sequence;

/// More calls than any run makes, so that some runs end before power goes.
const CALLS: u64 = 130;

/// How a seed went.
#[derive(Default)]
struct Told {
    losses: u64,
    kills: u64,
    ended: u64,
}

/// One seed: up to four runs that are cut short, and one that is not.
fn case(nights: &Nights, seed: u64, releases: [&Content; 2], from: [&MemoryStorage; 2], told: &mut Told) {
    let mut random = Sequence::new(seed);
    // The first release of all or the next one.
    let second = random.below(2) == 1;
    let (night, memory) = if second { (Night::Second, from[1].fork()) } else { (Night::First, from[0].fork()) };
    let new = releases[usize::from(second)];
    let mut before = second.then_some(releases[0]);
    for _ in 0..=random.below(4) {
        let trip = Trip { at: random.below(CALLS), fault: Fault::Dead, from_then_on: true };
        let faulty = FaultyStorage::new(Arc::new(memory.clone()) as Arc<dyn Storage>, Some(trip));
        let result = nights.run(night, Arc::new(faulty));
        // The process dies; one time in three the machine lives on.
        if random.below(3) > 0 {
            memory.lose_power(seed ^ (random.below(u64::from(u32::MAX)) << 20));
            told.losses += 1;
        } else {
            told.kills += 1;
        }
        let seen = nights.seen(&memory);
        assert!([before, Some(new)].contains(&seen.as_ref()), "the old release or the new one is seen");
        if result.is_ok() {
            told.ended += 1;
            assert_eq!(seen.as_ref(), Some(new), "a run that ended well has its release on disk");
        }
        // What was seen may not be on disk yet, so the one before can come back until a run ends well.
        if result.is_ok() {
            before = Some(new);
        }
    }
    nights.run(night, Arc::new(memory.clone())).expect("nothing fails any more");
    nights.settled(&memory, new);
    nights.once_each(&memory);
    memory.lose_power(seed);
    assert_eq!(nights.seen(&memory).as_ref(), Some(new), "and all of it is on disk");
}

#[test]
fn whenever_power_goes_the_old_release_is_whole_or_the_new_one_is() {
    let nights = Nights::new();
    let (first, second) = (nights.undisturbed(Night::First), nights.undisturbed(Night::Second));
    let (empty, one) = (MemoryStorage::default(), MemoryStorage::default());
    nights.run(Night::First, Arc::new(one.clone())).expect("nothing fails");
    let mut told = Told::default();
    let seeds = Form::asked().seeds(100, 2_000);
    for seed in seeds.clone() {
        println!("power loss, seed {seed}");
        case(&nights, seed, [&first, &second], [&empty, &one], &mut told);
    }
    let Told { losses, kills, ended } = told;
    println!("power loss: {} seeds, {losses} losses of power, {kills} kills, {ended} runs ended before", seeds.count());
}
