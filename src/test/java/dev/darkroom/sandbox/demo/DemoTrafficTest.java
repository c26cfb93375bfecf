package dev.darkroom.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.generation.SharedRigTest;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DemoTrafficTest extends SharedRigTest {
    @Test
    void a_few_users_change_their_minds() throws InterruptedException {
        BlockingQueue<UUID> unwanted = new LinkedBlockingQueue<>();
        try (DemoTraffic traffic = new DemoTraffic(rig.darkroom.service, rig.darkroom.ledger, 7, false)) {
            traffic.topUpAccounts();
            traffic.start(6_000, unwanted::add);

            UUID first = unwanted.poll(1, TimeUnit.MINUTES);

            assertThat(first).isNotNull();
            assertThat(rig.darkroom.generations.find(first)).isPresent();
        }
    }
}
