package dev.darkroom.sandbox.storage;

/** What the database would let a caller see and write. */
final class Access {
    private final ObjectStore store;

    Access(ObjectStore store) {
        this.store = store;
    }

    /** What the row security hides looks missing. */
    ObjectRow visible(Caller caller, String bucket, String key) {
        return store.object(bucket, key).filter(_ -> caller.mayTouch(key)).orElseThrow(ApiError::noSuchKey);
    }

    /** The checks of an insert, in the order in which the database makes them. */
    void checkCreate(Caller caller, String bucket, String key, boolean upsert) {
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
    BucketRow bucket(Caller caller, String id) {
        return store.bucket(id).filter(_ -> caller.isService()).orElseThrow(ApiError::noSuchBucket);
    }
}
