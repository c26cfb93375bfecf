package dev.darkroom.storage;

import dev.darkroom.database.Database;
import dev.darkroom.database.writer.GroupCommitWriter;
import dev.darkroom.http.HttpClients;
import dev.darkroom.sandbox.media.MediaFactory;
import dev.darkroom.sandbox.media.MediaOrder;
import dev.darkroom.sandbox.storage.StorageSandbox;
import dev.darkroom.storage.preview.FilePreviewService;
import dev.darkroom.storage.preview.PreviewFileCache;
import dev.darkroom.storage.supabase.StorageBucket;
import dev.darkroom.storage.supabase.StorageKey;
import dev.darkroom.storage.supabase.SupabaseSettings;
import dev.darkroom.storage.supabase.SupabaseStorage;
import dev.darkroom.storage.supabase.UploadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Real pictures, videos and sounds in the storage stand-in, each with its row. */
public final class StoredMedia implements AutoCloseable {
    public static final String BUCKET = "generations";

    private final Database database;
    private final Path folder;
    private final MediaFactory mediaFactory;
    private final StorageSandbox sandbox;
    private final HttpClients http = new HttpClients();
    private final GroupCommitWriter writer;
    private final SupabaseStorage storage;
    private int number;

    public StoredMedia(Database database, Path folder) throws IOException {
        this.database = database;
        writer = GroupCommitWriter.open(database.settings(), 1);
        this.folder = folder;
        mediaFactory = new MediaFactory(Files.createDirectories(folder.resolve("films")));
        sandbox = StorageSandbox.in(folder.resolve("objects")).start();
        storage =
                new SupabaseStorage(http, SupabaseSettings.of(sandbox.url().toString(), sandbox.serviceKey(), BUCKET));
        storage.buckets().create(BUCKET, StorageBucket.Rules.PRIVATE);
    }

    public SupabaseStorage storage() {
        return storage;
    }

    /** Changes what the bucket lets in, as its owner would in the dashboard. */
    public void rules(String json) throws IOException {
        Request change = new Request.Builder()
                .url(storage.settings().baseUrl() + "/bucket/" + BUCKET)
                .header("Authorization", "Bearer " + storage.settings().key())
                .put(RequestBody.create(json, MediaType.get("application/json")))
                .build();
        try (Response answer = http.client().newCall(change).execute()) {
            if (answer.code() != 200) {
                throw new IOException(
                        "The bucket cannot be changed: " + answer.body().string());
            }
        }
    }

    /** To set its faults. */
    public StorageSandbox sandbox() {
        return sandbox;
    }

    public StorageRepository repository() {
        return new StorageRepository(database, writer, storage);
    }

    /** The same file under another id, for lists of many. */
    public static StoredFile like(StoredFile file) {
        return file.withId(UUID.randomUUID());
    }

    public FilePreviewService previews(Path cache, long bytes) {
        return new FilePreviewService(http, storage, new PreviewFileCache(cache, bytes));
    }

    public UUID generation(String user) {
        UUID id = UUID.randomUUID();
        database.useTransaction(handle -> {
            handle.execute("insert into account (user_id) values (?) on conflict do nothing", user);
            handle.execute("""
                    insert into generation (id, user_id, model, kind, input, prompt, credits, status, created_by, finished_at)
                    values (?, ?, 'm', 'IMAGE', '{}', 'p', 10, 'COMPLETED', 'test', now())
                    """, id, user);
        });
        return id;
    }

    /** A generation that an engine works on with its claim number {@code epoch}. */
    public UUID running(String user, long epoch) {
        UUID id = UUID.randomUUID();
        UUID engine = UUID.randomUUID();
        database.useTransaction(handle -> {
            handle.execute(
                    "insert into engine (id, host, process, version, capacity, state) values (?, 'h', 1, '1', 1, 'RUNNING')",
                    engine);
            handle.execute("insert into account (user_id) values (?) on conflict do nothing", user);
            handle.execute("""
                    insert into generation (id, user_id, model, kind, input, prompt, credits, status, stage, created_by,
                                            owner, lease_until, epoch)
                    values (?, ?, 'm', 'IMAGE', '{}', 'p', 10, 'PROCESSING', 'SUBMITTING', 'test', ?, now() + interval '1 hour', ?)
                    """, id, user, engine, epoch);
        });
        return id;
    }

    public StoredFile picture(UUID generation, String user, int position, String prompt) throws IOException {
        return made(
                generation, user, position, prompt, MediaOrder.picture(MediaOrder.Format.PNG, prompt, "7", 768, 512));
    }

    public StoredFile film(UUID generation, String user, int position, String prompt) throws IOException {
        return made(generation, user, position, prompt, MediaOrder.film(prompt, "7", 320, 208, 1));
    }

    public StoredFile sound(UUID generation, String user, int position, String prompt) throws IOException {
        return made(generation, user, position, prompt, MediaOrder.sound(prompt, "7", 4));
    }

    private StoredFile made(UUID generation, String user, int position, String prompt, MediaOrder order)
            throws IOException {
        Path file = Files.createTempFile(folder, "made", "." + order.format().extension());
        mediaFactory.make(order, file);
        String name = prompt.replace(' ', '-') + "." + order.format().extension();
        return stored(generation, user, position, name, order.format().contentType(), Files.readAllBytes(file));
    }

    public StoredFile stored(UUID generation, String user, int position, String name, String type, byte[] bytes)
            throws IOException {
        Path file = Files.write(Files.createTempFile(folder, "up", ""), bytes);
        StorageKey key = StorageKey.of(user, generation.toString(), position, name);
        storage.upload(UploadRequest.of(key, file, type).withMetadata(Map.of("sha256", sha256(bytes))));
        return row(generation, position, name, key.text(), type, (long) bytes.length, sha256(bytes), null);
    }

    public StoredFile missing(UUID generation, String user, int position, String name, String why) {
        String key = StorageKey.of(user, generation.toString(), position, name).text();
        return row(generation, position, name, key, null, null, null, why);
    }

    private StoredFile row(
            UUID generation,
            int position,
            String name,
            String path,
            @Nullable String type,
            @Nullable Long bytes,
            @Nullable String sha256,
            @Nullable String error) {
        UUID id = UUID.randomUUID();
        database.useTransaction(handle -> handle.createUpdate("""
                        insert into stored_file (id, generation_id, position, state, name, source_url, bucket, path,
                                                 content_type, bytes, sha256, error, created_at)
                        values (:id, :generation, :position, :state, :name, 'https://fal.media/x', :bucket, :path, :type,
                                cast(:bytes as bigint), :sha256, to_jsonb(cast(:error as text)), now() - make_interval(mins => :age))
                        """)
                .bind("id", id)
                .bind("generation", generation)
                .bind("position", position)
                .bind("state", error == null ? "STORED" : "MISSING")
                .bind("name", name)
                .bind("bucket", BUCKET)
                .bind("path", path)
                .bind("type", type)
                .bind("bytes", bytes)
                .bind("sha256", sha256)
                .bind("error", error)
                .bind("age", 3 * number++)
                .execute());
        return new FileQueries(database).find(id).orElseThrow();
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException exception) {
            throw new IllegalStateException(exception);
        }
    }

    @Override
    public void close() {
        writer.close();
        http.close();
        sandbox.close();
    }
}
