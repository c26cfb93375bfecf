package dev.darkroom.event;

import dev.darkroom.logging.DefectReport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publish and subscribe within one process. Subscribers are called on the publisher's thread, so they must return quickly. */
public final class EventBus {
    private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);

    private final List<Consumer<EngineEvent>> subscribers = new CopyOnWriteArrayList<>();

    public void publish(EngineEvent event) {
        for (Consumer<EngineEvent> subscriber : subscribers) {
            try {
                subscriber.accept(event);
            } catch (RuntimeException | Error exception) {
                DefectReport.outlived(LOG, "A subscriber of " + event, exception);
            }
        }
    }

    /** Subscribes until the returned subscription is closed. */
    public Subscription subscribe(Consumer<EngineEvent> subscriber) {
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    /** An {@link AutoCloseable} whose close throws nothing. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
