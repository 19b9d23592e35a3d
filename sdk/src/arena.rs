//! The allocator of components: freed blocks go to the list of their size class and come back from there; new ones are
//! cut from the end of memory. No headers, no searching, no coalescing: a verdict is many small blocks that live for a
//! call, and what one call used the next one finds warm.
//!
//! What a call is handed is decoded into a run of its own, which the next call's takes over as a whole: nothing in it is
//! freed by itself, so that a component has no code to take a record apart again.

use std::mem::ManuallyDrop;

use comity_facts::payload::{self, Damaged, Payload};

/// Decodes what a call was handed and calls `f` with it. Nothing of it is left afterwards.
pub(crate) fn handed<M: Payload + Default, T>(encoded: &[u8], f: impl FnOnce(&M) -> T) -> Result<T, Damaged> {
    let mut message = ManuallyDrop::new(M::default());
    #[cfg(target_arch = "wasm32")]
    let filled = wasm::handed(|| payload::fill(&mut *message, encoded));
    #[cfg(not(target_arch = "wasm32"))]
    let filled = payload::fill(&mut *message, encoded);
    let result = filled.map(|()| f(&message));
    #[cfg(not(target_arch = "wasm32"))]
    drop(ManuallyDrop::into_inner(message));
    result
}

#[cfg(target_arch = "wasm32")]
#[expect(unsafe_code, reason = "an allocator hands out raw memory; single-threaded by the target")]
mod wasm {
    use std::{
        alloc::{GlobalAlloc, Layout},
        cell::Cell,
        ptr,
    };

    /// Smallest block: 16 bytes, which holds the link of a free list and the alignment of every type used.
    const SMALLEST_LOG2: u32 = 4;
    /// Classes of 2^4 to 2^31 bytes.
    const CLASSES: usize = 28;
    /// Memory inside the component's initial pages, so that a fresh instance grows nothing for a usual record.
    const FIRST_BYTES: usize = 384 * 1024;

    #[repr(align(16))]
    struct First(core::cell::UnsafeCell<[u8; FIRST_BYTES]>);
    // One thread: the target has no other.
    unsafe impl Sync for First {}
    static FIRST: First = First(core::cell::UnsafeCell::new([0; FIRST_BYTES]));

    /// What a call is handed at first has so much room.
    const HANDED_BYTES: usize = 64 * 1024;
    /// At the beginning of a run: the run before it, and this one's size.
    type Head = (*mut u8, usize);
    const HEAD_BYTES: usize = 16;

    struct Blocks {
        free: [Cell<*mut u8>; CLASSES],
        next: Cell<usize>,
        end: Cell<usize>,
        handed: Handed,
    }

    /// Runs for what a call is handed: the newest is the largest.
    struct Handed {
        /// Everything allocated now is part of it.
        open: Cell<bool>,
        run: Cell<*mut u8>,
        next: Cell<usize>,
        end: Cell<usize>,
    }

    /// Runs `decode` so that all it allocates lies in the run of what calls are handed, and nothing of it is freed before the
    /// next time. What was handed before must be forgotten, and `decode` may keep nothing but what it is there to make.
    pub(super) fn handed<T>(decode: impl FnOnce() -> T) -> T {
        BLOCKS.hand();
        BLOCKS.handed.open.set(true);
        let made = decode();
        BLOCKS.handed.open.set(false);
        made
    }

    // One thread: the target has no other.
    unsafe impl Sync for Blocks {}

    #[global_allocator]
    static BLOCKS: Blocks = Blocks {
        free: [const { Cell::new(ptr::null_mut()) }; CLASSES],
        next: Cell::new(0),
        end: Cell::new(0),
        handed: Handed {
            open: Cell::new(false),
            run: Cell::new(ptr::null_mut()),
            next: Cell::new(0),
            end: Cell::new(0),
        },
    };

    fn class(layout: Layout) -> usize {
        let size = layout.size().max(layout.align()).max(1 << SMALLEST_LOG2);
        (usize::BITS - (size - 1).leading_zeros() - SMALLEST_LOG2) as usize
    }

    impl Blocks {
        /// Gives the run of what was handed to the next call. Those that were too small go back to the lists.
        fn hand(&self) {
            let run = self.handed.run.get();
            if run.is_null() {
                return;
            }
            let (mut before, size) = unsafe { *run.cast::<Head>() };
            self.enter(run, (ptr::null_mut(), size));
            while !before.is_null() {
                let (older, size) = unsafe { *before.cast::<Head>() };
                self.put_back(before, size.ilog2() as usize - SMALLEST_LOG2 as usize);
                before = older;
            }
        }

        /// What is handed goes to this run.
        fn enter(&self, run: *mut u8, head: Head) {
            unsafe { *run.cast::<Head>() = head };
            self.handed.run.set(run);
            self.handed.next.set(run as usize + HEAD_BYTES);
            self.handed.end.set(run as usize + head.1);
        }

        /// A block of what is handed.
        fn handed(&self, layout: Layout) -> *mut u8 {
            let align = layout.align();
            let start = (self.handed.next.get() + align - 1) & !(align - 1);
            let Some(stop) = start.checked_add(layout.size()) else { return ptr::null_mut() };
            if stop > self.handed.end.get() {
                return self.handed_in_larger(layout);
            }
            self.handed.next.set(stop);
            start as *mut u8
        }

        #[cold]
        fn handed_in_larger(&self, layout: Layout) -> *mut u8 {
            let run = self.handed.run.get();
            let twice = if run.is_null() { HANDED_BYTES } else { unsafe { (*run.cast::<Head>()).1 }.saturating_mul(2) };
            let wanted =
                layout.size().checked_add(layout.align() + HEAD_BYTES).and_then(usize::checked_next_power_of_two);
            let Some(size) = wanted.map(|wanted| wanted.max(twice)) else { return ptr::null_mut() };
            let larger = self.take(size.ilog2() as usize - SMALLEST_LOG2 as usize, HEAD_BYTES);
            if larger.is_null() {
                return larger;
            }
            self.enter(larger, (run, size));
            self.handed(layout)
        }

        /// A block of a size class.
        fn take(&self, class: usize, align: usize) -> *mut u8 {
            let Some(list) = self.free.get(class) else { return ptr::null_mut() };
            let head = list.get();
            if head.is_null() {
                return self.cut(1 << (class as u32 + SMALLEST_LOG2), align);
            }
            list.set(unsafe { *head.cast::<*mut u8>() });
            head
        }

        fn put_back(&self, block: *mut u8, class: usize) {
            if let Some(list) = self.free.get(class) {
                unsafe { *block.cast::<*mut u8>() = list.get() };
                list.set(block);
            }
        }

        fn cut(&self, size: usize, align: usize) -> *mut u8 {
            if self.end.get() == 0 {
                let first = FIRST.0.get() as usize;
                self.next.set(first);
                self.end.set(first + FIRST_BYTES);
            }
            let start = (self.next.get() + align - 1) & !(align - 1);
            let Some(stop) = start.checked_add(size) else { return ptr::null_mut() };
            if stop > self.end.get() {
                return self.grow(size, align);
            }
            self.next.set(stop);
            start as *mut u8
        }

        /// Takes whole pages from the host; the rest of the old run is given up.
        fn grow(&self, size: usize, align: usize) -> *mut u8 {
            let pages = (size + align) / 65536 + 1;
            let before = core::arch::wasm32::memory_grow(0, pages);
            if before == usize::MAX {
                return ptr::null_mut();
            }
            if before * 65536 != self.end.get() {
                self.next.set(before * 65536);
            }
            self.end.set((before + pages) * 65536);
            self.cut(size, align)
        }
    }

    unsafe impl GlobalAlloc for Blocks {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            if self.handed.open.get() {
                return self.handed(layout);
            }
            self.take(class(layout), layout.align().max(16))
        }

        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            if !self.handed.open.get() {
                self.put_back(block, class(layout));
            }
        }

        unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
            let Ok(wanted) = Layout::from_size_align(size, layout.align()) else { return ptr::null_mut() };
            if class(wanted) == class(layout) && !self.handed.open.get() {
                return block;
            }
            let new = unsafe { self.alloc(wanted) };
            if !new.is_null() {
                unsafe {
                    ptr::copy_nonoverlapping(block, new, layout.size().min(size));
                    self.dealloc(block, layout);
                }
            }
            new
        }
    }
}
