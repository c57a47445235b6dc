//! Runs over stores: what is read, what is rejected, and what ends a run. The servers are on this machine.

use std::time::{Duration, Instant};

use assert_cmd::assert::Assert;

use crate::cli_support::{House, names, report, stderr, zhibiao};
use crate::store_server::{Fault, Server};

/// Never to be seen anywhere.
const SECRET: &str = "wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY";

/// Names that are asked for wrongly where they are encoded once too often or too seldom.
const KEYS: [&str; 6] = [
    "2024年桃源县政府工作报告.txt",
    "公报/2020 年 1+1.txt",
    "公报/100%25.txt",
    "公报/a&b=c;'~!().txt",
    "公报/深/更深/末.txt",
    "plain.txt",
];

fn command(house: &House, name: &str, arguments: &[&str]) -> assert_cmd::Command {
    let mut command = zhibiao();
    command.arg(name).arg(house.path("pipelines/p.toml")).args(arguments);
    for (variable, _) in std::env::vars().filter(|(v, _)| v.to_ascii_lowercase().ends_with("_proxy")) {
        command.env_remove(variable);
    }
    command.env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE").env("AWS_SECRET_ACCESS_KEY", SECRET);
    command
}

fn run(house: &House, arguments: &[&str]) -> Assert {
    command(house, "run", arguments).assert()
}

fn pipeline(sources: &str) -> String {
    format!("name = \"p\"\n{sources}")
}

/// A server with three reports, and a pipeline that reads them by S3.
fn three(more: &str) -> (Server, House) {
    let server = Server::new(2);
    (0..3).for_each(|i| server.put(&format!("docs/{i}.txt"), report(i)));
    let house = House::new(&pipeline(&server.s3("docs", more)));
    (server, house)
}

/// The tables of the latest release.
fn tables(house: &House) -> Vec<String> {
    ["documents", "observations", "findings", "rejects", "series"].iter().map(|t| house.table(t).join("\n")).collect()
}

/// A zip with these members, stored.
fn zip(members: &[(&str, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in members {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(*name, options).expect("a member");
        std::io::Write::write_all(&mut zip, text.as_bytes()).expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}

#[test]
fn a_store_gives_the_release_that_its_files_give_on_disk() {
    let server = Server::new(2);
    let disk = House::new(&pipeline("[[source]]\npaths = [\"../docs\"]\nexclude = [\"不要\"]\n"));
    let mut all: Vec<(String, Vec<u8>)> =
        KEYS.iter().enumerate().map(|(i, k)| ((*k).to_owned(), report(i).into())).collect();
    all.push(("公报/不要/x.txt".into(), report(50).into()));
    all.push((".hidden/x.txt".into(), report(51).into()));
    all.push(("twice.txt".into(), report(0).into()));
    all.push(("broken.txt".into(), vec![0, 0xff, 0xfe, 0, 0xff]));
    all.push(("empty.txt".into(), Vec::new()));
    all.push(("film.mp4".into(), b"film".to_vec()));
    all.push(("年.zip".into(), zip(&[("甲.txt", report(60)), ("乙/丙.txt", report(61)), ("../out.txt", report(62))])));
    for (key, bytes) in &all {
        server.put(&format!("docs/{key}"), bytes);
        disk.write(&format!("docs/{key}"), bytes);
    }
    server.put("docs-other/x.txt", report(70));
    server.put("docs/公报/", "");
    disk.run(&[]).success();
    let expected = tables(&disk);
    let dav = format!("{}/dav/docs/", server.url());
    let sources = [
        ("s3://bucket/docs/", format!("exclude = [\"不要\"]\n{}", server.store(""))),
        (&*dav, "exclude = [\"公报/不要/**\"]\n".to_owned()),
        ("gs://bucket/docs/", format!("exclude = [\"不要\"]\n{}", server.store("anonymous = true"))),
        ("az://bucket/docs/", format!("exclude = [\"不要\"]\n{}", server.store("anonymous = true\naccount = \"a\""))),
    ];
    for (url, more) in sources {
        let house = House::new(&pipeline(&format!("[[source]]\npaths = [\"{url}\"]\n{more}")));
        run(&house, &["--jobs", "1"]).success();
        let one = tables(&house);
        for (got, wanted) in one.iter().zip(&expected) {
            assert_eq!(&got.replace(url, "../docs/"), wanted, "{url}");
        }
        let again = run(&house, &["--jobs", "4"]).success();
        assert!(stderr(&again).contains("unchanged"), "1 thread and 4 give the same bytes: {}", stderr(&again));
        assert_eq!(
            names(&house.path("output/p")),
            [".lock", "kept", "latest", "latest.txt", "releases", "runs"],
            "nothing is left"
        );
        assert!(!names(&house.latest()).iter().any(|n| n.contains("fetched")), "archives are no part of a release");
    }
    let unwanted =
        |r: &String| r.starts_with("GET") && (r.contains("film") || r.contains("hidden") || r.contains("不要"));
    assert_eq!(server.requests().iter().filter(|r| unwanted(r)).count(), 0, "{:#?}", server.requests());
}

#[test]
fn one_object_may_be_named_and_is_read_once() {
    let server = Server::new(10);
    server.put("docs/a.txt", report(1));
    server.put("docs/b.txt", report(2));
    let dav = format!("{}/dav/docs/b.txt", server.url());
    let source = format!("[[source]]\npaths = [\"s3://bucket/docs/a.txt\", \"s3://bucket\"]\n{}", server.store(""));
    let house = House::new(&pipeline(&format!("duplicates = \"keep\"\n{source}[[source]]\npaths = [\"{dav}\"]\n")));
    let assert = run(&house, &[]).success();
    assert!(stderr(&assert).starts_with("p: 3 found, 3 published, 0 rejected"), "{}", stderr(&assert));
    assert!(house.table("documents").join("\n").contains(&format!("{dav},")));
}

#[test]
fn include_chooses_by_name_and_by_key() {
    let (server, house) = three("");
    server.put("docs/新/3.txt", report(3));
    let cases = [("\"1.txt\"", 1), ("\"新/*.txt\"", 1), ("\"s3://bucket/docs/2.txt\"", 1), ("\"*.txt\"", 4)];
    for (include, found) in cases {
        let source = server.s3("docs", "").replace("[source.store]", &format!("include = [{include}]\n[source.store]"));
        house.write("pipelines/p.toml", pipeline(&source));
        let said = stderr(&run(&house, &[]).success());
        assert!(said.starts_with(&format!("p: {found} found, ")), "{include}: {said}");
    }
}

#[test]
fn what_fails_once_is_asked_for_again() {
    let (server, house) = three("");
    server.fail("LIST", Fault::Status(500), 1);
    server.fail("GET docs/1.txt", Fault::Status(503), 2);
    let assert = run(&house, &[]).success();
    assert!(stderr(&assert).starts_with("p: 3 found, 3 published, 0 rejected"), "{}", stderr(&assert));
    assert_eq!(server.requests().iter().filter(|r| *r == "GET docs/1.txt").count(), 3);
}

#[test]
fn an_object_that_cannot_be_had_is_a_reject_and_harms_no_other() {
    let (server, house) = three("timeout = 1\nretries = 1");
    server.put("docs/slow.txt", report(7));
    server.put("docs/broken.txt", report(8));
    server.put("docs/denied.txt", report(9));
    server.list_only("docs/gone.txt");
    server.fail("GET docs/slow", Fault::Slow(Duration::from_secs(4)), 100);
    server.fail("GET docs/broken", Fault::Status(502), 100);
    server.fail("GET docs/denied", Fault::Status(403), 100);
    let assert = run(&house, &[]).success();
    assert!(stderr(&assert).contains("7 found, 3 published, 4 rejected (4 unreadable)"), "{}", stderr(&assert));
    let rejects = house.table("rejects").join("\n");
    for (name, reason) in
        [("slow", "in time"), ("broken", "answers with status 502"), ("denied", "(403)"), ("gone", "(404)")]
    {
        let line = rejects.lines().find(|l| l.starts_with(&format!("s3://bucket/docs/{name}.txt,ingest,unreadable,")));
        assert!(line.is_some_and(|l| l.contains(reason)), "{name}: {rejects}");
    }
    assert!(!rejects.contains("secret of the server"), "{rejects}");
    let again = run(&house, &[]).success();
    assert!(stderr(&again).contains("unchanged"), "reasons are the same every night: {}", stderr(&again));
}

#[test]
fn what_is_too_large_is_not_fetched() {
    let (server, house) = three("");
    server.put("docs/large.txt", report(9).repeat(100));
    server.put("docs/large.zip", zip(&[("a.txt", report(9).repeat(100))]));
    house.write("pipelines/p.toml", pipeline(&format!("limits.max_bytes = 2000\n{}", server.s3("docs", ""))));
    let assert = run(&house, &[]).success();
    assert!(stderr(&assert).contains("3 published, 2 rejected (2 too_large)"), "{}", stderr(&assert));
    assert!(!server.requests().iter().any(|r| r.contains("large")), "{:?}", server.requests());
}

#[test]
fn keys_that_are_no_names_are_rejected_one_by_one() {
    let (server, house) = three("");
    let long = format!("docs/{}.txt", "长".repeat(500));
    for key in ["../x.txt", "docs/../../etc/passwd", "docs//x.txt", "/docs/y.txt", "", "other/z.txt", &long] {
        server.list_only(key);
    }
    let assert = run(&house, &[]).success();
    assert!(stderr(&assert).contains("10 found, 3 published, 7 rejected (7 bad_name)"), "{}", stderr(&assert));
    let rejects = house.table("rejects").join("\n");
    assert!(rejects.contains("s3://bucket/docs/../x.txt,ingest,bad_name,"), "{rejects}");
    assert!(rejects.lines().all(|l| l.chars().count() < 400), "{rejects}");
    let fetched = |r: &String| r.starts_with("GET docs/") && r.len() == "GET docs/0.txt".len();
    assert_eq!(server.requests().iter().filter(|r| r.starts_with("GET")).filter(|r| !fetched(r)).count(), 0);
}

#[test]
fn hostile_urls_of_webdav_stay_on_their_server() {
    let server = Server::new(10);
    server.put("docs/a.txt", report(1));
    for href in ["/dav/docs/..%2f..%2fx", "http://192.0.2.1/dav/docs/b.txt", "/etc/passwd", "/dav/docs/%ff"] {
        server.list_only(href);
    }
    let house = House::new(&pipeline(&format!(
        "[[source]]\npaths = [\"{}/dav/docs/\"]\n[source.store]\nretries = 0\ntimeout = 5\n",
        server.url()
    )));
    let assert = run(&house, &[]).success();
    let said = stderr(&assert);
    assert!(said.contains("5 found, 1 published, 4 rejected (3 bad_name, 1 unreadable)"), "{said}");
    assert!(server.requests().contains(&"GET docs/b.txt".to_owned()), "asked here: {:?}", server.requests());
}

#[test]
fn a_redirect_to_another_host_is_not_followed() {
    let (server, house) = three("retries = 0");
    let other = Server::new(10);
    other.put("docs/1.txt", report(40));
    server.fail("GET docs/1.txt", Fault::Redirect(format!("{}/bucket/docs/1.txt", other.url())), 9);
    server.fail("GET docs/2.txt", Fault::Redirect(format!("{}/bucket/docs/0.txt", server.url())), 9);
    let assert = run(&house, &[]).success();
    let rejects = house.table("rejects").join("\n");
    assert!(rejects.contains("docs/1.txt,ingest,unreadable,the object cannot be fetched"), "{rejects}");
    assert!(stderr(&assert).contains("3 found, 1 published, 2 rejected"), "2 is then a size that changed, or 0 again");
    assert!(other.requests().is_empty());
}

/// A run that must end with an error and leave the release of the night before.
fn fails(house: &House, code: &str) -> String {
    let before = house.releases();
    let begun = Instant::now();
    let said = stderr(&run(house, &[]).code(2).stdout(""));
    assert!(begun.elapsed() < Duration::from_mins(1), "{said}");
    assert!(said.contains(&format!("[{code}]")), "{said}");
    assert_eq!(house.releases(), before, "nothing is published");
    assert!(names(&house.path("output/p")).iter().all(|n| !n.starts_with(".staging")), "nothing is left");
    said
}

#[test]
fn a_store_that_does_not_answer_ends_the_run() {
    let (server, house) = three("retries = 0\ntimeout = 2");
    run(&house, &[]).success();
    for fault in [Fault::Status(503), Fault::Status(403), Fault::Status(401), Fault::Slow(Duration::from_secs(5))] {
        server.fail("LIST", fault, 1);
        let said = fails(&house, "store-unreadable");
        assert!(said.contains("p.toml:3:9: `s3://bucket/docs/` cannot be read"), "{said}");
    }
    let dead = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port");
    let source = server.s3("docs", "retries = 0").replace(&server.url(), &format!("http://{dead}"));
    house.write("pipelines/p.toml", pipeline(&source));
    assert!(fails(&house, "store-unreadable").contains("no connection"));
}

#[test]
fn a_store_that_is_gone_in_the_middle_ends_the_run() {
    let (server, house) = three("retries = 0");
    run(&house, &[]).success();
    // The pages of the listing pass, what comes after them fails.
    server.fail("GET docs/2.txt", Fault::Status(503), 9);
    server.fail("LIST", Fault::Slow(Duration::ZERO), 2);
    server.fail("LIST", Fault::Status(503), 9);
    fails(&house, "store-unreadable");
}

#[test]
fn a_store_that_gives_nothing_of_what_it_lists_ends_the_run() {
    let (server, house) = three("retries = 0");
    run(&house, &[]).success();
    server.fail("GET", Fault::Status(403), 99);
    assert!(fails(&house, "store-unreadable").contains("none of the objects"));
    let archives = Server::new(10);
    archives.put("docs/a.zip", zip(&[("a.txt", report(1))]));
    archives.fail("GET", Fault::Status(404), 99);
    house.write("pipelines/p.toml", pipeline(&archives.s3("docs", "retries = 0")));
    assert!(fails(&house, "store-unreadable").contains("none of the objects"));
}

#[test]
fn a_store_in_which_nothing_lies_ends_the_run() {
    let (server, house) = three("");
    run(&house, &[]).success();
    for source in [server.s3("doc", ""), server.s3("docs/0.txt", "")] {
        house.write("pipelines/p.toml", pipeline(&source));
        fails(&house, "source-not-found");
    }
    house.write("pipelines/p.toml", pipeline(&format!("[[source]]\npaths = [\"{}/dav/no.txt\"]\n", server.url())));
    assert!(fails(&house, "source-not-found").contains("(404)"));
}

#[test]
fn check_lists_and_fetches_nothing() {
    let (server, house) = three("");
    server.put("docs/a.zip", zip(&[("a.txt", report(1)), ("b.txt", report(2))]));
    let said = stderr(&command(&house, "check", &[]).assert().success());
    assert!(said.contains("p: 4 files found") && said.contains("nothing was fetched"), "{said}");
    assert!(server.requests().iter().all(|r| r.starts_with("LIST")), "{:?}", server.requests());
    assert!(!house.path("output").exists(), "nothing is written");
}

#[test]
fn secrets_are_used_and_not_told() {
    let (server, house) = three("retries = 1");
    server.fail("GET docs/1.txt", Fault::Status(403), 99);
    let azure = server.s3("docs", "account = \"a\"").replace("s3:", "az:");
    for source in [server.s3("docs", "retries = 1"), azure] {
        house.write("pipelines/p.toml", pipeline(&source));
        let before = server.authorized();
        let mut run = command(&house, "run", &["-vv", "--log-format", "json"]);
        run.env("ZHIBIAO_LOG", "trace").env("AZURE_STORAGE_SAS_TOKEN", format!("sv=2024&sig={SECRET}"));
        let assert = run.env_remove("AZURE_STORAGE_ACCOUNT_KEY").assert().success();
        assert!(server.authorized() > before + 3, "requests are signed");
        assert!(stderr(&assert).contains("1 unreadable") && !stderr(&assert).contains("sig"), "{}", stderr(&assert));
        let mut said = vec![stderr(&assert)];
        let files = walkdir::WalkDir::new(house.path("output")).into_iter().flatten();
        for file in files.filter(|e| e.file_type().is_file()) {
            said.push(String::from_utf8_lossy(&std::fs::read(file.path()).expect("a file")).into_owned());
        }
        assert!(said.len() > 5 && said.iter().all(|s| !s.contains(SECRET) && !s.contains("AKIDEXAMPLE")));
    }
}

#[test]
fn without_credentials_none_are_looked_for_elsewhere() {
    let (server, house) = three("");
    let assert = command(&house, "run", &[]).env_remove("AWS_SECRET_ACCESS_KEY").assert().code(2);
    assert!(stderr(&assert).contains("AWS_SECRET_ACCESS_KEY") && stderr(&assert).contains("[store-credentials]"));
    assert!(server.requests().is_empty());
    house.write("pipelines/p.toml", pipeline(&server.s3("docs", "anonymous = true")));
    command(&house, "run", &[]).env_remove("AWS_SECRET_ACCESS_KEY").assert().success();
    assert_eq!(server.authorized(), 0);
    for (scheme, more, variable) in
        [("gs", "", "GOOGLE_APPLICATION_CREDENTIALS"), ("az", "account = \"a\"", "AZURE_STORAGE_ACCOUNT_KEY")]
    {
        house.write("pipelines/p.toml", pipeline(&server.s3("docs", more).replace("s3:", &format!("{scheme}:"))));
        let assert = command(&house, "run", &[]).env_remove(variable).env_remove("AZURE_STORAGE_SAS_TOKEN").assert();
        assert!(stderr(&assert.code(2)).contains(variable));
    }
}

#[test]
fn what_is_wrong_in_the_pipeline_is_said_before_anything_is_asked() {
    let server = Server::new(10);
    let s3 = |more: &str| server.s3("docs", more);
    let cases = [
        (s3(&format!("secret_access_key = \"{SECRET}\"")), "the environment has them"),
        (s3(&format!("sas_token = \"{SECRET}\"")), "the environment has them"),
        (s3("regio = \"x\""), "did you mean `region`?"),
        (s3("timeout = 0"), "is no limit for timeout"),
        (s3("retries = 1000"), "is no limit for retries"),
        (s3("").replace("allow_http = true", ""), "allow_http = true"),
        (s3("").replace("s3://bucket", &format!("s3://user:{SECRET}@bucket")), "must not hold a user"),
        (s3("").replace("docs/", &format!("docs/?sig={SECRET}")), "a query"),
        (s3("").replace("http://", &format!("http://user:{SECRET}@")), "this is no endpoint"),
        (s3("").replace("s3:", "ftp:"), "a store is named by"),
        (s3("").replace("s3:", "az:"), "the storage account"),
        (s3("").replace("s3:", "http:"), "says itself which server"),
        (s3("").replace("s3://bucket/", "../"), "has no store"),
    ];
    for (source, expected) in cases {
        let house = House::new(&pipeline(&source));
        let said = stderr(&run(&house, &[]).code(2));
        assert!(said.contains(expected) && said.contains("p.toml:"), "{source}\n{said}");
        assert!(!said.contains(SECRET), "{said}");
    }
    assert!(server.requests().is_empty());
}
