//! What the server says about its own count, in the headers of an answer.

/// `inin-ratelimit-count`, `-allowed` and `-reset`; a sample was 1, 180, 61 (confirmed).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    pub count: u32,
    pub allowed: u32,
    pub reset_ms: u64,
}

/// A word, and when the request that it answers left and came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    pub word: Word,
    pub sent: u64,
    pub received: u64,
}

impl Word {
    /// `None` where nothing is allowed: that is no limit but nonsense.
    pub fn new(count: u32, allowed: u32, reset_seconds: u32) -> Option<Self> {
        (allowed > 0).then_some(Self { count, allowed, reset_ms: u64::from(reset_seconds) * 1_000 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_understood_and_nonsense_is_no_word() {
        assert_eq!(Word::new(1, 180, 61), Some(Word { count: 1, allowed: 180, reset_ms: 61_000 }));
        assert_eq!(Word::new(1, 0, 61), None);
    }
}
