//! Sequence numbers of one forwarded stream.
//!
//! A receiver must see a stream without the holes that holding back made, or it asks for
//! packets nobody has. Each start (the first, after a mute, after a pause) therefore begins
//! where the last output ended; video starts at a keyframe only.

/// Maps a source's extended sequence numbers to a receiver's.
#[derive(Debug)]
pub(crate) struct Rewriter {
    next: u64,
    flow: Option<Flow>,
}

#[derive(Debug)]
struct Flow {
    source_start: u64,
    output_start: u64,
}

impl Rewriter {
    /// Starts at rollover counter 0, as a fresh SRTP receiver does.
    pub(crate) fn new() -> Self {
        Self { next: 1, flow: None }
    }

    /// Holds the stream until it may start again.
    pub(crate) fn stop(&mut self) {
        self.flow = None;
    }

    /// Gives the output number of `source`, or none when the packet is not to be sent.
    pub(crate) fn map(&mut self, source: u64, may_start: bool) -> Option<u64> {
        if self.flow.is_none() && may_start {
            self.flow = Some(Flow {
                source_start: source,
                output_start: self.next,
            });
        }
        let flow = self.flow.as_ref()?;
        let output = flow.output_start + source.checked_sub(flow.source_start)?;
        self.next = self.next.max(output + 1);
        Some(output)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_start_waits_for_what_may_start() {
        let mut rewriter = Rewriter::new();
        assert_eq!(rewriter.map(500, false), None);
        assert_eq!(rewriter.map(501, true), Some(1));
        assert_eq!(rewriter.map(502, false), Some(2));
        assert_eq!(rewriter.map(499, false), None);
    }

    #[test]
    fn a_pause_leaves_no_hole() {
        let mut rewriter = Rewriter::new();
        rewriter.map(10, true);
        rewriter.stop();
        assert_eq!(rewriter.map(11, false), None);
        assert_eq!(rewriter.map(90, true), Some(2));
    }

    proptest! {
        #[test]
        fn outputs_keep_order_and_never_repeat(steps in proptest::collection::vec((0u64..40, any::<bool>(), any::<bool>()), 1..200)) {
            let mut rewriter = Rewriter::new();
            let mut seen = std::collections::HashSet::new();
            let mut source = 70_000u64;
            for (step, key, stop) in steps {
                source += step + 1;
                if stop { rewriter.stop(); }
                if let Some(output) = rewriter.map(source, key) {
                    prop_assert!(seen.insert(output));
                    prop_assert_eq!(Some(&output), seen.iter().max());
                }
            }
        }
    }
}
