package dev.darkroom.sandbox.fal;

import static dev.darkroom.sandbox.fal.FalCaller.FLUX;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A fast stand-in for fal.ai, and inputs that each request one fault. */
abstract class FalFaultsRig {
    static FalSandbox sandbox;
    static FalCaller fal;
    private static int number;

    @BeforeAll
    static void open() {
        sandbox = FalSandbox.start(FalSandboxSettings.defaults().withSpeed(400).withPictureScale(0.1));
        fal = new FalCaller(sandbox);
    }

    @AfterAll
    static void close() {
        fal.close();
        sandbox.close();
    }

    static String input(String fault) {
        return "{\"prompt\":\"a hill\",\"seed\":" + ++number + ",\"sandbox_fault\":\"" + fault + "\"}";
    }

    static JsonNode with(String fault) {
        return fal.accepted(FLUX, input(fault));
    }
}
