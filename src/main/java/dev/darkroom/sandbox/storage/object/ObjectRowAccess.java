package dev.darkroom.sandbox.storage.object;

import dev.darkroom.sandbox.storage.reply.StorageError;

/** Determines what row-level security lets a caller see and write. */
public final class ObjectRowAccess {
    private final StorageObjectStore store;

    public ObjectRowAccess(StorageObjectStore store) {
        this.store = store;
    }

    /** A hidden row is reported as missing. */
    public StorageObjectRow visible(StorageCaller caller, String bucket, String key) {
        return store.object(bucket, key)
                .filter(_ -> caller.mayTouch(key))
                .orElseThrow(StorageError.NO_SUCH_KEY::refusal);
    }

    /** Performs the checks of an insert, in the database's order. */
    public void checkCreate(StorageCaller caller, String bucket, String key, boolean upsert) {
        if (!caller.mayTouch(key)) {
            throw StorageError.ROW_SECURITY.refusal();
        }
        if (!upsert && store.object(bucket, key).isPresent()) {
            throw StorageError.KEY_EXISTS.refusal();
        }
        checkBucketExists(bucket);
    }

    /** Checks that the bucket still exists: it may have been deleted while an object's bytes were arriving. */
    public void checkBucketExists(String bucket) {
        if (store.bucket(bucket).isEmpty()) {
            throw StorageError.NO_RELATED_RESOURCE.refusal();
        }
    }

    /** Only the service role sees bucket rows. */
    public StorageBucketRow bucket(StorageCaller caller, String id) {
        return store.bucket(id).filter(_ -> caller.isService()).orElseThrow(StorageError.NO_SUCH_BUCKET::refusal);
    }
}
