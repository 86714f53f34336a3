use std::io::{self, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use super::event::{By, What};
use super::folder::Run;
use super::recorder::Recorder;

/// Keeps what is written, until there is no room.
#[derive(Clone, Default)]
struct Disk {
    written: Arc<Mutex<Vec<u8>>>,
    room: usize,
}

impl Disk {
    fn text(&self) -> String {
        String::from_utf8(self.written.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = self.written.lock().unwrap();
        if written.len() + bytes.len() > self.room {
            return Err(io::ErrorKind::StorageFull.into());
        }
        written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes nothing before it is let.
struct Stuck {
    began: Sender<()>,
    go: Receiver<()>,
    disk: Disk,
}

impl Write for Stuck {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.began.send(());
        let _ = self.go.recv();
        self.disk.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn over(file: impl Write + Send + 'static) -> Recorder {
    Recorder::over(&Run::made_up(), file).expect("a thread")
}

fn frame(text: &str) -> What {
    What::Received { socket: 1, text: text.into() }
}

#[test]
fn what_is_told_by_many_is_written_in_the_order_of_its_times_and_is_whole() {
    let disk = Disk { room: usize::MAX, ..Disk::default() };
    let recorder = over(disk.clone());
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..500).for_each(|_| recorder.tell(By::Guest, frame("{}"))));
        }
    });
    recorder.close();
    let lines: Vec<serde_json::Value> =
        disk.text().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 2_001);
    assert!(lines.is_sorted_by_key(|line| line["micros"].as_u64()));
    assert_eq!(lines[2_000]["whole"], true);
}

#[test]
fn a_full_disk_ends_the_recording_and_nothing_else() {
    let disk = Disk { room: 1_000, ..Disk::default() };
    let recorder = over(disk.clone());
    for _ in 0..10_000 {
        recorder.tell(By::Guest, frame(r#"{"text":"hello"}"#));
    }
    recorder.close();
    recorder.tell(By::Guest, frame("{}"));
    assert!(!disk.text().contains("whole"), "{}", disk.text());
}

#[test]
fn a_disk_that_hangs_keeps_nobody_and_the_end_says_why_the_rest_is_missing() {
    let (began, has_begun) = channel();
    let (let_go, go) = channel::<()>();
    let disk = Disk { room: usize::MAX, ..Disk::default() };
    let recorder = over(Stuck { began, go, disk: disk.clone() });
    recorder.tell(By::Guest, frame("{}"));
    has_begun.recv().expect("it writes");
    // More than may wait; none of it does.
    for _ in 0..20_000 {
        recorder.tell(By::Guest, frame("{}"));
    }
    drop(let_go);
    recorder.close();
    let text = disk.text();
    let last = text.lines().last().expect("a line");
    assert!(last.contains("ended") && last.contains("as fast as it came"), "{last}");
    assert!(text.lines().count() < 20_000);
}

#[test]
fn what_weighs_too_much_ends_it_too() {
    let disk = Disk { room: usize::MAX, ..Disk::default() };
    let recorder = over(disk.clone());
    recorder.tell(By::Guest, frame(&"x".repeat(65 << 20)));
    recorder.close();
    assert!(
        disk.text().contains("as fast as it came") && disk.text().lines().count() == 1,
        "{}",
        disk.text()
    );
}
