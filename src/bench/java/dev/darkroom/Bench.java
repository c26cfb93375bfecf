package dev.darkroom;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.darkroom.app.ConsoleBench;
import dev.darkroom.console.logs.LogFollowBench;
import dev.darkroom.console.logs.LogScrollBench;
import dev.darkroom.console.overview.ChartBench;
import dev.darkroom.generation.HistoryBench;
import dev.darkroom.generation.InFlightBench;
import dev.darkroom.generation.ShareBench;
import dev.darkroom.generation.engine.GenerationEngineBench;
import dev.darkroom.logfile.LogsBench;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the benchmark named by {@code mvn -Pbench verify -Dbench=NAME}. */
final class Bench {
    private Bench() {}

    /** What the lines cost is measured by themselves, see LogBurst. */
    private static void quiet() {
        LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
        logging.getLoggerList().stream()
                .filter(logger -> !logger.getName().equals(Logger.ROOT_LOGGER_NAME))
                .forEach(logger -> logger.setLevel(null));
        logging.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    }

    public static void main(String[] arguments) throws Exception {
        String name = arguments.length == 0 ? "" : arguments[0];
        quiet();
        switch (name) {
            case "engine" -> GenerationEngineBench.run();
            case "claims" -> GenerationEngineBench.claims();
            case "history" -> HistoryBench.run();
            case "console" -> ConsoleBench.run();
            case "charts" -> ChartBench.run();
            case "share" -> ShareBench.run();
            case "logfollow" -> LogFollowBench.run();
            case "logscroll" -> LogScrollBench.run();
            case "engine-of-share" -> ShareBench.work(List.of(arguments).subList(1, arguments.length));
            case "inflight" -> InFlightBench.run();
            case "stand-ins" -> InFlightBench.standIns();
            case "logs" -> LogsBench.run();
            default ->
                throw new IllegalArgumentException(
                        "There is no benchmark \"" + name
                                + "\"; there are engine, claims, history, console, charts, share, inflight, logs, logfollow and logscroll.");
        }
    }
}
