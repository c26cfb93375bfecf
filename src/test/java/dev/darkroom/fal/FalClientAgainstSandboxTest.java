package dev.darkroom.fal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.fal.FalClient.FalCancelResult;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.fal.result.ResultFile.SafetyFlag;
import dev.darkroom.fal.result.ResultFileFinder;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.http.RetryingHttpCall;
import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fal.FalSandbox;
import dev.darkroom.sandbox.fault.FaultRates;
import dev.darkroom.sandbox.fault.SandboxFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The client against the stand-in, which was written independently from the same documentation. */
class FalClientAgainstSandboxTest {
    private final FalSandbox sandbox = FalSandbox.start(dev.darkroom.sandbox.fal.FalSandboxSettings.defaults()
            .withSpeed(5_000)
            .withPictureScale(0.1));
    private final HttpClients http = new HttpClients();
    private final FalSettings settings =
            new FalSettings(URI.create(sandbox.url()), URI.create(sandbox.url() + "/v1"), sandbox.key());
    private final FalClient client = new FalClient(http, settings);
    private final RetryingHttpCall retry = new RetryingHttpCall(10, Duration.ofMillis(2), Duration.ofSeconds(5));
    private final ModelCatalog catalog = ModelCatalog.builtIn();
    private final Instant start = Instant.now();

    @AfterEach
    void close() {
        http.close();
        sandbox.close();
    }

    @Test
    void models_of_every_kind_make_files_that_may_be_opened() {
        OkHttpClient outbound = http.outbound(OutboundPolicy.of(settings.queueUrl()));
        // One film is enough: drawing it is what takes the time.
        List<CatalogModel> models = catalog.models().stream()
                .filter(model ->
                        model.kind() != MediaKind.VIDEO || model.shortName().startsWith("Kling"))
                .toList();
        for (CatalogModel model : models) {
            ObjectNode input = input(model);
            FalResult result = follow(((SubmitResult.Accepted) client.submit(model.endpointId(), input)).request());
            assertThat(result)
                    .as(model.endpointId())
                    .isInstanceOfSatisfying(
                            FalResult.Ready.class,
                            ready -> assertThat(ResultFileFinder.of(ready.json(), input))
                                    .isNotEmpty()
                                    .allSatisfy(file -> {
                                        assertThat(status(outbound, file.url())).isEqualTo(200);
                                        assertThat(file.fileName()).contains(".");
                                    }));
        }
        assertThat(sandbox.ledger().entries()).hasSize(models.size());
    }

    private static int status(OkHttpClient client, String url) {
        try (Response response =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            return response.code();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** What each fault of the job comes down to for the client. */
    @ParameterizedTest
    @MethodSource("faults")
    void every_fault_ends_in_a_known_way_and_is_paid_once(SandboxFault fault) {
        sandbox.faults(FaultRates.NONE.with(fault, fault.side() == SandboxFault.Side.FAL_CALL ? 0.3 : 1));
        CatalogModel model = catalog.require("fal-ai/flux/schnell");
        ObjectNode input = input(model);
        SubmitResult submission = client.submit(model.endpointId(), input);
        sandbox.faults(fault.side() == SandboxFault.Side.FAL_SUBMIT ? FaultRates.NONE : sandbox.faults());

        switch (fault) {
            case SUBMIT_429, SUBMIT_429_FOR_EVER -> refused(submission, RemoteFailureKind.RETRYABLE);
            case ACCOUNT_LOCKED -> refused(submission, RemoteFailureKind.ACCOUNT_WIDE);
            case SUBMIT_503 -> {
                assertThat(submission).isInstanceOf(SubmitResult.Unknown.class);
                assertThat(matches(model, input)).isEmpty();
                assertThat(sandbox.ledger().entries()).isEmpty();
            }
            case SUBMIT_ANSWER_LOST, SUBMIT_502 -> {
                assertThat(submission).isInstanceOf(SubmitResult.Unknown.class);
                FalRequest found = found(model, input);
                assertThat(follow(found)).isInstanceOf(FalResult.Ready.class);
            }
            case HIDDEN_REFUSAL, HIDDEN_ERROR_TEXT, STATUS_CANCELLED -> failed(submission, RemoteFailureKind.FINAL);
            case HIDDEN_SERVER_ERROR, COMPLETED_WITH_ERROR, STATUS_FAILED ->
                failed(submission, RemoteFailureKind.RETRYABLE);
            case RESULT_EXPIRED -> assertThat(follow(accepted(submission))).isInstanceOf(FalResult.Gone.class);
            default -> assertThat(follow(accepted(submission))).isInstanceOf(FalResult.Ready.class);
        }
        assertThat(sandbox.ledger().acceptedTwice()).isEmpty();
        assertThat(sandbox.ledger().entries()).hasSizeLessThanOrEqualTo(1);
    }

    /** The four that never end are for the engine's patience. */
    static Stream<SandboxFault> faults() {
        return Stream.of(SandboxFault.values())
                .filter(fault -> fault.side().name().startsWith("FAL_"))
                .filter(fault -> fault != SandboxFault.STUCK_IN_QUEUE
                        && fault != SandboxFault.STUCK_IN_PROGRESS
                        && fault != SandboxFault.STUCK_IN_TURNS
                        && fault != SandboxFault.STATUS_REFUSED);
    }

    @ParameterizedTest
    @EnumSource(
            value = SandboxFault.class,
            names = {
                "RESULT_LONE_SURROGATE",
                "RESULT_NUL",
                "RESULT_NAN",
                "RESULT_BOM",
                "RESULT_DEEP",
                "RESULT_LONG_TEXT",
                "RESULT_BARE_ADDRESS",
                "RESULT_INLINE_SVG",
                "FILE_ODD_TYPE"
            })
    void the_files_of_an_odd_result_are_found(SandboxFault fault) {
        sandbox.faults(FaultRates.NONE.with(fault, 1));
        CatalogModel model = catalog.require("fal-ai/flux/schnell");
        ObjectNode input = input(model);
        FalResult.Ready ready = (FalResult.Ready) follow(accepted(client.submit(model.endpointId(), input)));
        assertThat(ResultFileFinder.of(ready.json(), input)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = SandboxFault.class,
            names = {"NSFW_LIST", "NSFW_BARE", "NSFW_SHORT_LIST"})
    void a_flagged_result_is_told(SandboxFault fault) {
        sandbox.faults(FaultRates.NONE.with(fault, 1));
        CatalogModel model = catalog.require("fal-ai/flux/schnell");
        ObjectNode input = input(model).put("num_images", 2);
        FalResult.Ready ready = (FalResult.Ready) follow(accepted(client.submit(model.endpointId(), input)));
        assertThat(SafetyFlag.share(ResultFileFinder.of(ready.json(), input)))
                .isEqualTo(fault == SandboxFault.NSFW_SHORT_LIST ? SafetyFlag.Share.SOME : SafetyFlag.Share.ALL);
    }

    @ParameterizedTest
    @EnumSource(
            value = SandboxFault.class,
            names = {"HISTORY_403", "HISTORY_500"})
    void a_history_that_refuses_is_told_as_unavailable(SandboxFault fault) {
        sandbox.faults(FaultRates.NONE.with(fault, 1));
        CatalogModel model = catalog.require("fal-ai/flux/schnell");
        assertThat(client.findByInput(model.endpointId(), input(model), start))
                .isInstanceOf(FalHistoryResult.Unavailable.class);
    }

    @Test
    void a_job_can_be_cancelled_and_its_end_is_told() {
        sandbox.faults(FaultRates.NONE.with(SandboxFault.STUCK_IN_PROGRESS, 1));
        CatalogModel model = catalog.require("fal-ai/flux/dev");
        FalRequest job = accepted(client.submit(model.endpointId(), input(model)));
        assertThat(client.cancel(job)).isIn(FalCancelResult.REQUESTED, FalCancelResult.REMOVED);
        assertThat(follow(job))
                .isInstanceOfSatisfying(
                        FalResult.Failed.class,
                        failed -> assertThat(failed.failure().cancelled()).isTrue());
        assertThat(client.cancel(job)).isEqualTo(FalCancelResult.ALREADY_COMPLETED);
        assertThat(client.cancel(client.attach(model.endpointId(), "019e8887-52ac-7f31-88fc-1ed35f2bc8bb")))
                .isEqualTo(FalCancelResult.NOT_FOUND);
        assertThat(client.status(client.attach(model.endpointId(), "019e8887-52ac-7f31-88fc-1ed35f2bc8bb")))
                .isInstanceOf(FalStatus.Gone.class);
    }

    @Test
    void the_wrong_key_and_an_unknown_model_start_nothing() {
        FalClient stranger = new FalClient(http, new FalSettings(settings.queueUrl(), settings.apiUrl(), "other:key"));
        ObjectNode input = input(catalog.require("fal-ai/flux/dev"));
        refused(stranger.submit("fal-ai/flux/dev", input), RemoteFailureKind.ACCOUNT_WIDE);
        refused(client.submit("fal-ai/no-such-model", input), RemoteFailureKind.FINAL);
        assertThat(sandbox.ledger().entries()).isEmpty();
    }

    private FalRequest found(CatalogModel model, ObjectNode input) {
        List<FalHistoryResult.Match> matches = List.of();
        while (matches.isEmpty()) {
            matches = matches(model, input);
        }
        assertThat(matches).hasSize(1);
        return matches.getFirst().request();
    }

    private List<FalHistoryResult.Match> matches(CatalogModel model, ObjectNode input) {
        FalHistoryResult result = client.findByInput(model.endpointId(), input, start.minusSeconds(5));
        return ((FalHistoryResult.Found) result).matches();
    }

    private void failed(SubmitResult submission, RemoteFailureKind kind) {
        assertThat(follow(accepted(submission)))
                .isInstanceOfSatisfying(
                        FalResult.Failed.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(kind));
    }

    private static void refused(SubmitResult submission, RemoteFailureKind kind) {
        assertThat(submission)
                .isInstanceOfSatisfying(
                        SubmitResult.Refused.class,
                        refused -> assertThat(refused.failure().kind()).isEqualTo(kind));
    }

    private static FalRequest accepted(SubmitResult submission) {
        return ((SubmitResult.Accepted) submission).request();
    }

    private FalResult follow(FalRequest job) {
        while (true) {
            if (retry.call(() -> client.status(job)) instanceof FalStatus.Completed) {
                FalResult result = retry.call(() -> client.result(job));
                if (!(result instanceof FalResult.NotReady)) {
                    return result;
                }
            }
        }
    }

    private static ObjectNode input(CatalogModel model) {
        return model.complete(JsonMapping.MAPPER
                .createObjectNode()
                .put(model.promptField(), "a red bicycle")
                .put("seed", 7418));
    }
}
