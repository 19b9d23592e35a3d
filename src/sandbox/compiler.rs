//! The host's side of a compilation: starts the worker, feeds it, waits no longer than it may, and says what happened.

use std::{
    io::{self, Read, Write},
    os::unix::process::ExitStatusExt,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::Duration,
};

use crossbeam_channel::bounded;

use super::{
    compiled::Compiled,
    error::{CompileStop, LoadError},
    job::{self, Job},
    settings::Settings,
};

/// Threads of one compilation: it must not take the machine from those who serve.
const THREADS: &str = "2";
/// How long a worker that has closed its output may take to end.
const GRACE: Duration = Duration::from_secs(2);
/// How often it is looked at meanwhile.
const GRACE_STEP: Duration = Duration::from_millis(2);
/// Compiled code is some times larger than the component, and a small component has a fixed part.
const COMPILED_PER_BYTE: u64 = 64;
const COMPILED_FIXED: u64 = 16 << 20;

/// Compiles a component in a process of its own.
pub(super) fn compile(component: &[u8], settings: &Settings) -> Result<Compiled, LoadError> {
    let job = Job {
        memory_bytes: settings.compile_memory_bytes,
        cpu_seconds: settings.compile_cpu_seconds,
        component_bytes: component.len() as u64,
    };
    let worker = start(settings).map_err(LoadError::Worker)?;
    let wall = Duration::from_millis(settings.compile_wall_ms);
    let done = converse(worker, &job, component, wall).map_err(LoadError::Worker)?;
    done.result()
}

fn start(settings: &Settings) -> io::Result<Child> {
    Command::new(&settings.worker)
        .arg(job::SUBCOMMAND)
        .env_clear()
        .env("RAYON_NUM_THREADS", THREADS)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}

/// What a worker left behind.
struct Done {
    /// `None` if it had to be killed.
    status: Option<ExitStatus>,
    compiled: Vec<u8>,
    reason: Vec<u8>,
}

/// Writes and reads at the same time, since any of the three pipes may be the one that is full.
fn converse(mut worker: Child, job: &Job, component: &[u8], wall: Duration) -> io::Result<Done> {
    let (input, output, errors) = (worker.stdin.take(), worker.stdout.take(), worker.stderr.take());
    let compiled_max = component.len() as u64 * COMPILED_PER_BYTE + COMPILED_FIXED;
    thread::scope(|scope| {
        let (finished, ended) = bounded::<()>(0);
        scope.spawn(move || feed(input, job, component));
        let reason = scope.spawn(move || drain(errors, job::REASON_BYTES));
        let compiled = scope.spawn(move || {
            let _finished = finished;
            drain(output, compiled_max)
        });
        // The channel carries nothing: it closes when the output ends.
        let in_time = ended.recv_timeout(wall) == Err(crossbeam_channel::RecvTimeoutError::Disconnected);
        let status = if in_time { wait(&mut worker)? } else { None };
        if status.is_none() {
            worker.kill()?;
            worker.wait()?;
        }
        Ok(Done { status, compiled: compiled.join().unwrap_or_default(), reason: reason.join().unwrap_or_default() })
    })
}

/// A worker that ends early closes its input; its exit code then says more than the broken pipe.
fn feed(to: Option<impl Write>, job: &Job, component: &[u8]) {
    if let Some(mut to) = to {
        let _ = job.write(&mut to).and_then(|()| to.write_all(component));
    }
}

fn drain(from: Option<impl Read>, max: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(from) = from {
        // What arrived before an error does not count as a result: the exit code decides.
        let _ = from.take(max).read_to_end(&mut bytes);
    }
    bytes
}

fn wait(worker: &mut Child) -> io::Result<Option<ExitStatus>> {
    for _ in 0..GRACE.as_millis() / GRACE_STEP.as_millis() {
        if let Some(status) = worker.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(GRACE_STEP);
    }
    Ok(None)
}

impl Done {
    fn result(self) -> Result<Compiled, LoadError> {
        let stopped = |stop| Err(LoadError::Compile(stop));
        let Some(status) = self.status else { return stopped(CompileStop::Wall) };
        let reason = || String::from_utf8_lossy(&self.reason).trim().to_owned();
        match (status.code().and_then(|code| u8::try_from(code).ok()), status.signal()) {
            (Some(0), _) => Ok(Compiled::by_worker(self.compiled)),
            (Some(job::REFUSED), _) => Err(LoadError::Invalid(reason())),
            (Some(job::UNABLE), _) => Err(LoadError::Host(reason())),
            (_, Some(signal)) if signal == rustix::process::Signal::XCPU.as_raw() => stopped(CompileStop::Cpu),
            // The allocator aborts when it is refused memory.
            (_, Some(signal)) if signal == rustix::process::Signal::ABORT.as_raw() => stopped(CompileStop::Memory),
            _ => {
                tracing::warn!(%status, reason = reason(), "a compile worker crashed");
                stopped(CompileStop::Crashed)
            }
        }
    }
}
