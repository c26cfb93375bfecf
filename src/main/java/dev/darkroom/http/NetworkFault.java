package dev.darkroom.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** What went wrong when no whole answer came, as a short code and words for a sentence. */
public enum NetworkFault {
    DNS("dns", "its address is not known (check the network and the host name)"),
    CONNECTION_REFUSED("connection_refused", "it could not be reached"),
    TLS("tls", "a secure connection could not be made (check the clock, the proxy and the certificate)"),
    TIMEOUT("timeout", "it did not answer in time"),
    INTERRUPTED("interrupted", "the work was stopped"),
    BROKEN_ANSWER("broken_answer", "its answer was cut or broke the rules of HTTP"),
    CONNECTION_CUT("connection_cut", "the connection was cut");

    private final String code;
    private final String words;

    NetworkFault(String code, String words) {
        this.code = code;
        this.words = words;
    }

    public static NetworkFault of(IOException exception) {
        return switch (exception) {
            case UnknownHostException _ -> DNS;
            case ConnectException _, NoRouteToHostException _ -> CONNECTION_REFUSED;
            case SSLException _ -> TLS;
            case SocketTimeoutException _ -> TIMEOUT;
            // OkHttp's limit for a whole call says "timeout"; every other one is an interrupted thread.
            case InterruptedIOException late -> "timeout".equals(late.getMessage()) ? TIMEOUT : INTERRUPTED;
            case ProtocolException _ -> BROKEN_ANSWER;
            default -> CONNECTION_CUT;
        };
    }

    public String code() {
        return code;
    }

    /** {@code doing} completes "No answer from fal.ai while ...". */
    public static RemoteException exception(String service, String doing, IOException cause, FailureKind kind) {
        NetworkFault fault = of(cause);
        String message = "No answer from " + service + " while " + doing + ": " + fault.words + ".";
        return new RemoteException(service, 0, fault.code, message, kind, null, cause);
    }
}
