//! The rules that keep the workspace in shape: who may know whom, and what lies where.

use std::collections::{BTreeSet, HashSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};
use yunqian_tests::workspace_root;

/// Which crates of ours a crate may name; one that is not listed may name all.
const MAY_KNOW: [(&str, &[&str]); 8] = [
    ("yunqian-session", &[]),
    ("yunqian-matching", &[]),
    ("yunqian-documents", &[]),
    ("yunqian-signing", &[]),
    ("yunqian-signaling", &[]),
    ("yunqian-journal", &[]),
    ("yunqian-media", &["yunqian-signaling"]),
    ("yunqian-client", &["yunqian-signaling"]),
];

/// The one crate of ours that may name these packages, by the beginning of their names.
const ONLY: [(&str, &str); 6] = [
    ("sqlx", "yunqian-journal"),
    ("typst", "yunqian-documents"),
    ("str0m", "yunqian-media"),
    ("webrtc", "yunqian-client"),
    ("rtc", "yunqian-client"),
    ("axum", "yunqian-server"),
];

/// What may lie at the top, besides names that begin with a dot and what git ignores.
const TOP_LEVEL: [&str; 13] = [
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "Makefile",
    "README.md",
    "config",
    "crates",
    "fuzz",
    "docker-compose.yml",
    "rust-toolchain.toml",
    "tests",
    "web",
];

const IGNORED: [&str; 2] = ["data", "target"];

fn workspace() -> Metadata {
    MetadataCommand::new()
        .manifest_path(workspace_root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .expect("the workspace has metadata")
}

fn names(package: &Package) -> impl Iterator<Item = &str> {
    package.dependencies.iter().map(|needed| needed.name.as_str())
}

#[test]
fn dependencies_between_crates_point_one_way() {
    for package in &workspace().packages {
        let Some((_, allowed)) = MAY_KNOW.iter().find(|(name, _)| package.name == *name) else {
            continue;
        };
        for needed in names(package).filter(|name| name.starts_with("yunqian-")) {
            assert!(allowed.contains(&needed), "{} must not know {needed}", package.name);
        }
    }
}

#[test]
fn each_weighty_dependency_is_named_by_one_crate() {
    for package in &workspace().packages {
        for needed in names(package) {
            for (prefix, owner) in ONLY {
                assert!(
                    !needed.starts_with(prefix) || package.name == owner,
                    "{} names {needed}, which is {owner}'s alone",
                    package.name
                );
            }
        }
    }
}

#[test]
fn every_package_takes_its_versions_and_lints_from_the_workspace() {
    for package in &workspace().packages {
        let manifest = std::fs::read_to_string(&package.manifest_path).unwrap();
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "{} has lints of its own",
            package.name
        );
        let own = manifest.lines().find(|line| line.contains("version = \""));
        assert_eq!(own, None, "{} declares a version", package.name);
    }
}

/// `make run` builds without tests, `make test` with them; a dependency that only tests have would
/// give the others features that `make run` does not choose, and each would compile everything anew.
#[test]
fn a_build_without_tests_chooses_the_same_features_as_one_with_them() {
    let workspace = workspace();
    let needed = |kind| {
        let all = workspace.packages.iter().flat_map(|package| &package.dependencies);
        let of_kind = all.filter(move |needed| needed.kind == kind);
        of_kind.map(|needed| (needed.name.clone(), needed.features.clone()))
    };
    let always: HashSet<_> = needed(DependencyKind::Normal).collect();
    for (name, features) in needed(DependencyKind::Development) {
        assert!(
            always.contains(&(name.clone(), features)),
            "make {name} a plain dependency of yunqian-tests too"
        );
    }
}

#[test]
fn the_top_level_holds_only_what_the_layout_names() {
    let found: BTreeSet<String> = std::fs::read_dir(workspace_root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.'))
        .filter(|name| !IGNORED.contains(&name.as_str()))
        .collect();
    let strangers: Vec<_> = found
        .iter()
        .filter(|name| !TOP_LEVEL.contains(&name.as_str()))
        .collect();
    assert!(strangers.is_empty(), "{strangers:?}");
}

/// The legal map names tests; one that is renamed takes the map along.
#[test]
fn every_test_that_the_legal_map_names_is_there() {
    let root = workspace_root();
    let map = std::fs::read_to_string(root.join("crates/signing/LEGAL.md")).expect("the map is there");
    let mut sources = String::new();
    for folder in ["crates", "tests"] {
        read_rust(&root.join(folder), &mut sources);
    }
    let named: BTreeSet<&str> = map
        .split('`')
        .skip(1)
        .step_by(2)
        .filter_map(|code| code.rsplit_once("::").map(|(_, test)| test))
        .collect();
    assert!(named.len() > 20, "the map was read");
    let gone: Vec<_> = named
        .iter()
        .filter(|test| !sources.contains(&format!("fn {test}(")))
        .collect();
    assert!(gone.is_empty(), "the map names tests that are gone: {gone:?}");
}

fn read_rust(folder: &std::path::Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            if !path.ends_with("node_modules") && !path.ends_with("target") {
                read_rust(&path, into);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push_str(&std::fs::read_to_string(&path).unwrap_or_default());
        }
    }
}
