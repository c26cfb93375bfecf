package dev.darkroom.sandbox.fal;

import dev.darkroom.sandbox.fal.model.EndpointPath;
import dev.darkroom.sandbox.fal.reply.FalRefusal;
import dev.darkroom.sandbox.fal.reply.FalReply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which call is meant. */
final class FalHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(FalHandler.class);

    private final CallerKeys keys;
    private final SubmitCall submit;
    private final QueueCalls follow;
    private final FileCalls files;
    private final UploadCalls uploads;
    private final PlatformCalls platform;
    private final ControlCalls control;
    private final WebhookKey webhookKey;

    FalHandler(
            CallerKeys keys,
            SubmitCall submit,
            QueueCalls follow,
            FileCalls files,
            UploadCalls uploads,
            PlatformCalls platform,
            ControlCalls control,
            WebhookKey webhookKey) {
        this.keys = keys;
        this.submit = submit;
        this.follow = follow;
        this.files = files;
        this.uploads = uploads;
        this.platform = platform;
        this.control = control;
        this.webhookKey = webhookKey;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        FalExchange exchange = new FalExchange(request, response, callback);
        FalReply answer;
        try {
            answer = answer(exchange, exchange.segments());
        } catch (FalRefusal refusal) {
            answer = refusal.answer();
        } catch (IOException | RuntimeException exception) {
            LOG.error(
                    "The fal.ai stand-in failed at {} {}",
                    request.getMethod(),
                    request.getHttpURI().getPath(),
                    exception);
            answer = FalReply.detail(500, "Internal Server Error");
        }
        exchange.send(answer);
        return true;
    }

    private FalReply answer(FalExchange exchange, List<String> segments) throws IOException {
        String path = String.join("/", segments);
        return switch (segments.isEmpty() ? "" : segments.getFirst()) {
            case ".well-known" ->
                path.equals(".well-known/jwks.json") ? FalReply.json(200, webhookKey.document()) : nothing();
            case "meta" -> PlatformCalls.meta();
            case "v1" -> platform.answer(exchange, segments.subList(1, segments.size()));
            case "sandbox" -> control.answer(exchange, segments.subList(1, segments.size()));
            case "files" ->
                path.equals("files/upload")
                        ? uploads.direct(exchange)
                        : files.answer(exchange, path.substring(5).replaceFirst("^/", ""));
            case "storage" -> uploads.prepare(exchange, segments);
            case "upload" -> uploads.receive(exchange, segments);
            default -> queue(exchange, segments);
        };
    }

    private FalReply queue(FalExchange exchange, List<String> segments) throws IOException {
        int requests = segments.indexOf("requests");
        if (requests >= 2 && segments.size() > requests + 1) {
            Optional<EndpointPath> endpoint = EndpointPath.of(segments.subList(0, requests));
            if (endpoint.isPresent()) {
                keys.check(exchange, endpoint.get().app());
                List<String> rest = segments.subList(requests + 2, segments.size());
                return follow(exchange, endpoint.get(), segments.get(requests + 1), String.join("/", rest));
            }
        }
        Optional<EndpointPath> endpoint = EndpointPath.of(segments);
        if (endpoint.isEmpty()) {
            return nothing();
        }
        return exchange.is("POST") ? submit.answer(exchange, endpoint.get()) : wrongMethod("POST");
    }

    private FalReply follow(FalExchange exchange, EndpointPath endpoint, String id, String call) {
        return switch (call) {
            case "", "response" -> exchange.is("GET") ? follow.result(exchange, endpoint, id) : wrongMethod("GET");
            case "status" -> exchange.is("GET") ? follow.status(exchange, endpoint, id) : wrongMethod("GET");
            case "status/stream" -> exchange.is("GET") ? follow.stream(exchange, endpoint, id) : wrongMethod("GET");
            case "cancel" -> exchange.is("PUT") ? follow.cancel(endpoint, id) : wrongMethod("PUT");
            default -> nothing();
        };
    }

    private static FalReply wrongMethod(String right) {
        return FalReply.detail(405, "Method Not Allowed").with("Allow", right);
    }

    private static FalReply nothing() {
        return FalReply.detail(404, "Not Found");
    }
}
