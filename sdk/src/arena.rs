//! The allocator of components: freed blocks go to the list of their size class and come back from there; new ones are
//! cut from the end of memory. No headers, no searching, no coalescing: a verdict is many small blocks that live for a
//! call, and what one call used the next one finds warm.

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

    struct Blocks {
        free: [Cell<*mut u8>; CLASSES],
        next: Cell<usize>,
        end: Cell<usize>,
    }
    // One thread: the target has no other.
    unsafe impl Sync for Blocks {}

    #[global_allocator]
    static BLOCKS: Blocks =
        Blocks { free: [const { Cell::new(ptr::null_mut()) }; CLASSES], next: Cell::new(0), end: Cell::new(0) };

    fn class(layout: Layout) -> usize {
        let size = layout.size().max(layout.align()).max(1 << SMALLEST_LOG2);
        (usize::BITS - (size - 1).leading_zeros() - SMALLEST_LOG2) as usize
    }

    impl Blocks {
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
            let class = class(layout);
            let Some(list) = self.free.get(class) else { return ptr::null_mut() };
            let head = list.get();
            if head.is_null() {
                return self.cut(1 << (class as u32 + SMALLEST_LOG2), layout.align().max(16));
            }
            list.set(unsafe { *head.cast::<*mut u8>() });
            head
        }

        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            if let Some(list) = self.free.get(class(layout)) {
                unsafe { *block.cast::<*mut u8>() = list.get() };
                list.set(block);
            }
        }

        unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
            let Ok(wanted) = Layout::from_size_align(size, layout.align()) else { return ptr::null_mut() };
            if class(wanted) == class(layout) {
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
