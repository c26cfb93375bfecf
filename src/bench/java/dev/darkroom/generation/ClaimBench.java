package dev.darkroom.generation;

import dev.darkroom.database.BenchServer;
import dev.darkroom.generation.engine.EngineRegistry;
import dev.darkroom.generation.engine.GenerationClaimer;
import dev.darkroom.generation.engine.GenerationEngineBench;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Claims of 200 from 100,000 waiting generations, of which one user has 90,000 and 5,000 users the rest, with limits set. */
public final class ClaimBench {
    private static final int CLAIMS = 30;

    /** The first ones compile the code and the plans, as they do once in the life of an engine. */
    private static final int WARM = 10;

    private ClaimBench() {}

    public static void run(BenchServer server) throws Exception {
        try (BenchEngine bench = new BenchEngine(server.fresh(), 1)) {
            bench.database.useTransaction(handle -> {
                handle.execute("insert into account (user_id) select 'user-' || n from generate_series(0, 5000) n");
                handle.execute("""
                        insert into generation (id, user_id, model, kind, input, prompt, credits, created_by)
                        select gen_random_uuid(), 'user-' || case when n <= 90000 then 2500 else n % 5000 end,
                               'fal-ai/model-' || n % 4, 'IMAGE', '{"prompt": "p"}', 'p', 1, 'bench'
                        from generate_series(1, 100000) n""");
                handle.execute("insert into run_limit values ('MODEL', 'fal-ai/model-0', 500), ('USER', '*', 1000)");
            });
            bench.database.useTransaction(handle -> handle.execute("analyze generation"));
            UUID id = UUID.randomUUID();
            new EngineRegistry(bench.database).begin(id, 1);
            GenerationClaimer claims = new GenerationClaimer(bench.database, id);
            List<Double> times = new ArrayList<>();
            int taken = 0;
            for (int i = -WARM; i < CLAIMS; i++) {
                long start = System.nanoTime();
                taken += claims.claim(200).size();
                if (i >= 0) {
                    times.add((System.nanoTime() - start) / 1e6);
                }
            }
            double[] sorted = GenerationEngineBench.sorted(times);
            System.out.printf(
                    "claims of 200 at 100,000 waiting, with limits: median %.1f ms, slowest %.1f ms, %d taken (at most 15 ms)%n",
                    GenerationEngineBench.percentile(sorted, 0.5), sorted[sorted.length - 1], taken);
        }
    }
}
