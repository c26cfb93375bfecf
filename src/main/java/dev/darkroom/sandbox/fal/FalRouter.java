package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.darkroom.sandbox.fal.FalWebhookSender.WebhookSigningKey;
import dev.darkroom.sandbox.fal.job.FalQueue;
import dev.darkroom.sandbox.fal.job.FileStore;
import dev.darkroom.sandbox.fal.model.FalEndpointPath;
import dev.darkroom.sandbox.fault.FaultInjector;
import dev.darkroom.sandbox.fault.SandboxControl;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** Routes each request to the class for its family of calls. */
final class FalRouter implements SandboxServer.CallHandler {
    private static final long TOKEN_SECONDS = 120;
    private static final long MAX_TOKEN_SECONDS = Duration.ofDays(365).toSeconds();

    private final FalAccount account;
    private final FalSubmitRoute submit;
    private final FalQueueRoutes follow;
    private final FalFileRoutes files;
    private final FalUploadRoutes uploads;
    private final FalPlatformRoutes platform;
    private final SandboxControl control;
    private final WebhookSigningKey webhookKey;

    FalRouter(
            FalAccount account,
            String address,
            FalQueue queue,
            FileStore store,
            FaultInjector faults,
            SandboxControl control,
            WebhookSigningKey webhookKey) {
        FalJobView view = new FalJobView(address, queue);
        this.account = account;
        this.follow = new FalQueueRoutes(faults, queue, view, address);
        this.submit = new FalSubmitRoute(account, faults, queue, view, follow);
        this.files = new FalFileRoutes(store, queue, account);
        this.uploads = new FalUploadRoutes(account, queue, store, address);
        this.platform = new FalPlatformRoutes(account, faults, queue, address);
        this.control = control;
        this.webhookKey = webhookKey;
    }

    @Override
    public SandboxReply answer(Request request) throws IOException {
        FalCall call = FalCall.of(request);
        List<String> segments = call.segments();
        String path = String.join("/", segments);
        String rest = path.substring(path.indexOf('/') + 1);
        return switch (segments.isEmpty() ? "" : segments.getFirst()) {
            case ".well-known" ->
                path.equals(".well-known/jwks.json") ? SandboxReply.ok(webhookKey.document()) : notFound();
            case "meta" -> FalPlatformRoutes.meta();
            case "v1" -> platform.answer(call, segments.subList(1, segments.size()));
            case "sandbox" -> control.answer(call, rest);
            case "files" ->
                path.equals("files/upload") || segments.contains("multipart")
                        ? uploads.direct(call, segments)
                        : files.answer(call, rest);
            case "storage" -> uploads.prepare(call, rest);
            case "tokens" -> token(call);
            case "upload" -> uploads.receive(call, segments);
            default -> queue(call, segments);
        };
    }

    @Override
    public SandboxReply.Answer failure(int status, String target) {
        return SandboxReply.detail(status, status == 500 ? "Internal Server Error" : "Bad Request");
    }

    /** Issues a token for a caller without the key, who sends the token in the query. */
    private SandboxReply token(FalCall call) {
        account.checkKey(call, "tokens");
        if (!call.is("POST")) {
            return wrongMethod("POST");
        }
        JsonNode asked = call.json();
        long life = Math.clamp(asked.path("token_expiration").asLong(TOKEN_SECONDS), 0, MAX_TOKEN_SECONDS);
        List<String> apps = new ArrayList<>();
        asked.path("allowed_apps").forEach(app -> apps.add(app.asText()));
        return SandboxReply.ok(TextNode.valueOf(account.newAppToken(Duration.ofSeconds(life), apps)));
    }

    private SandboxReply queue(FalCall call, List<String> segments) throws IOException {
        int requests = segments.indexOf("requests");
        if (requests >= 2 && segments.size() > requests + 1) {
            Optional<FalEndpointPath> endpoint = FalEndpointPath.of(segments.subList(0, requests));
            if (endpoint.isPresent()) {
                account.check(call, endpoint.get().app());
                List<String> rest = segments.subList(requests + 2, segments.size());
                return follow(call, endpoint.get(), segments.get(requests + 1), String.join("/", rest));
            }
        }
        Optional<FalEndpointPath> endpoint = FalEndpointPath.of(segments);
        if (endpoint.isEmpty()) {
            return notFound();
        }
        return call.is("POST") ? submit.answer(call, endpoint.get()) : wrongMethod("POST");
    }

    private SandboxReply follow(FalCall call, FalEndpointPath endpoint, String id, String path) {
        return switch (path) {
            case "", "response" -> call.is("GET") ? follow.result(call, endpoint, id) : wrongMethod("GET");
            case "status" -> call.is("GET") ? follow.status(call, endpoint, id) : wrongMethod("GET");
            case "status/stream" -> call.is("GET") ? follow.stream(call, endpoint, id) : wrongMethod("GET");
            case "cancel" -> call.is("PUT") ? follow.cancel(endpoint, id) : wrongMethod("PUT");
            default -> notFound();
        };
    }

    private static SandboxReply wrongMethod(String right) {
        return SandboxReply.detail(405, "Method Not Allowed").with("Allow", right);
    }

    private static SandboxReply notFound() {
        return SandboxReply.detail(404, "Not Found");
    }
}
