//! Pages, sorting and search, the same for every list.

use std::cmp::Ordering;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::problem::Problem;

/// Which page of a list is wanted, in which order.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Page, from 1.
    #[serde(default = "first")]
    pub page: usize,
    /// Items a page, 1 to 500.
    #[serde(default = "fifty")]
    pub per_page: usize,
    /// Field to sort by; a leading `-` sorts downwards.
    #[serde(default)]
    pub sort: Option<String>,
    /// Text that must occur.
    #[serde(default)]
    pub q: Option<String>,
}

fn first() -> usize {
    1
}

fn fifty() -> usize {
    50
}

/// A query string parsed into `T`; a wrong one is a clear error.
#[derive(Debug, Clone)]
pub struct Filter<T>(pub T);

impl<T: serde::de::DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Filter<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Query::<T>::from_request_parts(parts, state)
            .await
            .map(|Query(query)| Self(query))
            .map_err(|_| Problem::bad_request("invalid-query"))
    }
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// Items of this page.
    pub items: Vec<T>,
    /// Items in all.
    pub total: usize,
    /// This page, from 1.
    pub page: usize,
    /// Items a page.
    pub per_page: usize,
}

impl<T> Page<T> {
    /// Turns each item into something else.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(make).collect(),
            total: self.total,
            page: self.page,
            per_page: self.per_page,
        }
    }
}

/// An order of items.
pub type Order<T> = Box<dyn Fn(&T, &T) -> Ordering>;

/// Orders by a key.
pub fn by<T, K: Ord>(key: impl Fn(&T) -> K + 'static) -> Order<T> {
    Box::new(move |a, b| key(a).cmp(&key(b)))
}

impl Paging {
    /// Tells whether one of `texts` has the wanted text in it, letter case aside.
    pub fn matches<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        let Some(wanted) = self.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) else {
            return true;
        };
        let wanted = wanted.to_lowercase();
        texts.into_iter().any(|text| text.to_lowercase().contains(&wanted))
    }

    /// Sorts by one of the named keys (the first is the default) and cuts the page out.
    ///
    /// # Errors
    /// `invalid-query` for a sort that is not named and for sizes out of range.
    pub fn page<T>(&self, mut items: Vec<T>, keys: &[(&str, Order<T>)]) -> Result<Page<T>, Problem> {
        const PROBLEM: Problem = Problem::bad_request("invalid-query");
        if self.page == 0 || self.per_page == 0 || self.per_page > 500 {
            return Err(PROBLEM);
        }
        let wanted = self
            .sort
            .as_deref()
            .unwrap_or(keys.first().map_or("", |(name, _)| name));
        let (name, down) = wanted.strip_prefix('-').map_or((wanted, false), |name| (name, true));
        let key = keys.iter().find(|(known, _)| known.trim_start_matches('-') == name);
        match key {
            Some((_, order)) if down => items.sort_by(|a, b| order(b, a)),
            Some((_, order)) => items.sort_by(order),
            None if name.is_empty() => {}
            None => return Err(PROBLEM),
        }
        let total = items.len();
        let items = items
            .into_iter()
            .skip((self.page - 1).saturating_mul(self.per_page))
            .take(self.per_page)
            .collect();
        Ok(Page {
            items,
            total,
            page: self.page,
            per_page: self.per_page,
        })
    }
}
