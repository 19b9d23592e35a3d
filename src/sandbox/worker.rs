//! The compile worker: this program in a process of its own, which turns one component into machine code under limits
//! that it sets itself before it reads a byte of it. A crash, a bomb or a hang costs a plugin, never the server.

use std::{
    io::{self, Read, Write},
    process::ExitCode,
};

use rustix::process::{Resource, Rlimit, setrlimit};
use wasmtime::Engine;

use super::{engine, job};

/// Compiles the component on standard input to standard output. For the subcommand `compile-worker`.
#[must_use]
pub fn compile_worker() -> ExitCode {
    let (code, reason) = match compile(&mut io::stdin().lock(), &mut io::stdout().lock()) {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Stop::Refused(reason)) => (job::REFUSED, reason),
        Err(Stop::Unable(reason)) => (job::UNABLE, reason),
    };
    // Nothing is left to be done if the host no longer listens.
    let _ = io::stderr().lock().write_all(reason.as_bytes());
    ExitCode::from(code)
}

enum Stop {
    /// The component is refused.
    Refused(String),
    /// The worker cannot work.
    Unable(String),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Unable(error.to_string())
    }
}

fn compile(input: &mut impl Read, output: &mut impl Write) -> Result<(), Stop> {
    let job = job::Job::read(input)?;
    limit(&job)?;
    let mut component = Vec::new();
    input.take(job.component_bytes).read_to_end(&mut component)?;
    let engine = Engine::new(&engine::code()).map_err(|e| Stop::Unable(format!("{e:#}")))?;
    output.write_all(&translate(&engine, &component)?)?;
    output.flush()?;
    Ok(())
}

fn translate(engine: &Engine, component: &[u8]) -> Result<Vec<u8>, Stop> {
    engine.precompile_component(component).map_err(|error| Stop::Refused(format!("{error:#}")))
}

/// Sets the limits. The hard processor limit is a second later than the soft one, whose signal tells the cause.
fn limit(job: &job::Job) -> io::Result<()> {
    let set = |resource, soft, hard| setrlimit(resource, Rlimit { current: Some(soft), maximum: Some(hard) });
    set(Resource::As, job.memory_bytes, job.memory_bytes)?;
    set(Resource::Cpu, job.cpu_seconds, job.cpu_seconds.saturating_add(1))?;
    set(Resource::Core, 0, 0)?;
    // It writes to no file.
    set(Resource::Fsize, 0, 0)?;
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A little of everything that a component of the worlds has.
    const COMPONENT: &str = r#"(component
      (core module $m
        (memory (export "memory") 1 2)
        (table 2 funcref)
        (global $g (mut i32) (i32.const 7))
        (data (i32.const 8) "ab")
        (elem (i32.const 0) $f $f)
        (type $one (func (param i32) (result i32)))
        (func $f (param i32) (result i32)
          (block (br_table 0 0 0 (local.get 0)))
          (global.set $g (i32.add (global.get $g) (local.get 0)))
          (call_indirect (type $one) (i32.const 1) (i32.const 0)))
        (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 16))
        (func (export "run") (param i32 i32) (result i32)
          (memory.fill (i32.const 0) (i32.const 0) (i32.const 8))
          (i32.const 0)))
      (core instance $i (instantiate $m))
      (func (export "run") (param "a" (list u8)) (result (list u8))
        (canon lift (core func $i "run") (memory (core memory $i "memory")) (realloc (core func $i "realloc")))))"#;

    #[test]
    fn no_damage_to_a_component_breaks_the_translation() {
        let engine = Engine::new(&engine::code()).unwrap();
        let whole = wat::parse_str(COMPONENT).unwrap();
        assert!(translate(&engine, &whole).is_ok());
        let mut refused = 0;
        for number in 0..10_000_usize {
            let mut damaged = whole.clone();
            // Every byte meets each kind of damage, alone and with a second one elsewhere.
            let (at, kind) = (number % whole.len(), number / whole.len());
            match kind % 4 {
                0 => damaged[at] ^= 1 << (number % 8),
                1 => damaged.truncate(at),
                2 => damaged[at] = damaged[at].wrapping_add(1),
                _ => drop(damaged.splice(at..at, [0xff; 5])),
            }
            if kind >= 8 && !damaged.is_empty() {
                let second = number * 7919 % damaged.len();
                damaged[second] ^= 0x80;
            }
            refused += usize::from(translate(&engine, &damaged).is_err());
        }
        assert!(refused > 5_000, "{refused} of 10000 refused");
    }
}
