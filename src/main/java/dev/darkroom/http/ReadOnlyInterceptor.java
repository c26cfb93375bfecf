package dev.darkroom.http;

import java.io.IOException;
import java.util.Set;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Lets through what asks and refuses, before anything is connected, what could change something. */
final class ReadOnlyInterceptor implements Interceptor {
    private static final Set<String> READING = Set.of("GET", "HEAD");

    /** @throws ReadOnlyHttpException and no IOException, which would count as a fault of the network and be tried again */
    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        if (!onlyReads(request)) {
            throw new ReadOnlyHttpException(request.method(), request.url().host());
        }
        return chain.proceed(request);
    }

    private static boolean onlyReads(Request request) {
        return READING.contains(request.method())
                || (request.method().equals("POST") && request.tag(RequestEffect.class) == RequestEffect.READS);
    }
}
