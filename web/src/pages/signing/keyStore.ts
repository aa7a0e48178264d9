const DATABASE = "yunqian";
const VERSION = 2;
const STORES = ["device-keys", "own-keys"] as const;

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      const known = request.result.objectStoreNames;
      for (const store of STORES) if (!known.contains(store)) request.result.createObjectStore(store);
    };
    request.onsuccess = () => { resolve(request.result); };
    request.onerror = () => { reject(request.error ?? new Error("indexedDB")); };
  });
}

async function run<T>(name: string, mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const request = ask(database.transaction(name, mode).objectStore(name));
      request.onsuccess = () => { resolve(request.result); };
      request.onerror = () => { reject(request.error ?? new Error("indexedDB")); };
    });
  } finally {
    database.close();
  }
}

/** Keys that this browser holds, by person; private halves can't be copied out of it. */
function keys(name: (typeof STORES)[number]) {
  return {
    get: <T>(person: string) => run(name, "readonly", (store) => store.get(person) as IDBRequest<T | undefined>),
    put: (person: string, key: unknown) => run(name, "readwrite", (store) => store.put(key, person)),
  };
}

export const deviceKeys = keys("device-keys");
export const ownKeys = keys("own-keys");
