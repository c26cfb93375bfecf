package dev.darkroom.http.outbound;

import dev.darkroom.message.CodedMessage;
import java.io.IOException;
import java.net.ProtocolException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Checks the address of a request and of each redirect before connecting. For GET. */
public final class RedirectGuard implements Interceptor {
    private static final int MAX_HOPS = 10;

    private final OutboundPolicy policy;

    public RedirectGuard(OutboundPolicy policy) {
        this.policy = policy;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        for (int hop = 0; hop <= MAX_HOPS; hop++) {
            policy.check(request.url());
            Response response = chain.proceed(request);
            String location = response.header("Location");
            if (!response.isRedirect() || location == null) {
                return response;
            }
            response.close();
            request = request.newBuilder().url(target(request.url(), location)).build();
        }
        throw new ProtocolException("The address leads on more than " + MAX_HOPS + " times.");
    }

    private static HttpUrl target(HttpUrl from, String location) throws IOException {
        HttpUrl target = from.resolve(location);
        if (target == null) {
            throw new ProtocolException("The address leads on to something that is no web address.");
        }
        if (from.isHttps() && !target.isHttps()) {
            throw new RefusedAddressException(CodedMessage.of("address.clear", target.host(), from.host()));
        }
        return target;
    }
}
