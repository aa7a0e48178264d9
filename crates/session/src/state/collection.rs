use std::sync::Arc;

use imbl::{OrdMap, Vector};

/// Aggregates of one kind by id; cloning it costs nothing, and changing one copies only the way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection<K: Ord + Clone, V>(OrdMap<K, Arc<V>>);

impl<K: Ord + Clone, V> Default for Collection<K, V> {
    fn default() -> Self {
        Self(OrdMap::new())
    }
}

impl<K: Ord + Clone, V> Collection<K, V> {
    /// Returns the aggregate of an id.
    pub fn get(&self, id: &K) -> Option<&Arc<V>> {
        self.0.get(id)
    }

    /// Returns whether there is one of that id.
    pub fn contains(&self, id: &K) -> bool {
        self.0.contains_key(id)
    }

    /// Iterates in the order of ids.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<V>> + '_ {
        self.0.values()
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn insert(&mut self, id: K, aggregate: V) {
        self.0.insert(id, Arc::new(aggregate));
    }
}

impl<K: Ord + Clone, V: Clone> Collection<K, V> {
    /// Returns the aggregate of an id to change it.
    pub(crate) fn get_mut(&mut self, id: &K) -> Option<&mut V> {
        self.0.get_mut(id).map(Arc::make_mut)
    }
}

/// Ids by what they belong to, in the order in which they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Index<K: Ord + Clone, V: Clone>(OrdMap<K, Vector<V>>);

impl<K: Ord + Clone, V: Clone> Default for Index<K, V> {
    fn default() -> Self {
        Self(OrdMap::new())
    }
}

impl<K: Ord + Clone, V: Clone> Index<K, V> {
    pub(crate) fn add(&mut self, key: K, value: V) {
        self.0.entry(key).or_default().push_back(value);
    }

    pub(crate) fn of<'a>(&'a self, key: &K) -> impl DoubleEndedIterator<Item = &'a V> + use<'a, K, V> {
        self.0.get(key).into_iter().flat_map(Vector::iter)
    }
}
