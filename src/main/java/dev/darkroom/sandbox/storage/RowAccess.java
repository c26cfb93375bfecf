package dev.darkroom.sandbox.storage;

/** What the database would let a caller see and write. */
final class RowAccess {
    private final ObjectStore store;

    RowAccess(ObjectStore store) {
        this.store = store;
    }

    /** What the row security hides looks missing. */
    ObjectRow visible(StorageCaller caller, String bucket, String key) {
        return store.object(bucket, key).filter(_ -> caller.mayTouch(key)).orElseThrow(ApiError::noSuchKey);
    }

    /** The checks of an insert, in the order in which the database makes them. */
    void checkCreate(StorageCaller caller, String bucket, String key, boolean upsert) {
        if (!caller.mayTouch(key)) {
            throw ApiError.rowSecurity();
        }
        if (!upsert && store.object(bucket, key).isPresent()) {
            throw ApiError.keyExists();
        }
        if (store.bucket(bucket).isEmpty()) {
            throw ApiError.noRelatedResource();
        }
    }

    /** Only the service role sees the rows of buckets. */
    BucketRow bucket(StorageCaller caller, String id) {
        return store.bucket(id).filter(_ -> caller.isService()).orElseThrow(ApiError::noSuchBucket);
    }
}
