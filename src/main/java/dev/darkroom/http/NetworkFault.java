package dev.darkroom.http;

import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.message.CodedMessage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** The cause when no complete answer arrived, as a short code and a phrase for a sentence. */
public enum NetworkFault {
    DNS("dns"),
    CONNECTION_REFUSED("connection_refused"),
    TLS("tls"),
    TIMEOUT("timeout"),
    INTERRUPTED("interrupted"),
    BROKEN_ANSWER("broken_answer"),
    CONNECTION_CUT("connection_cut");

    private final String code;

    NetworkFault(String code) {
        this.code = code;
    }

    public static NetworkFault of(IOException exception) {
        return switch (exception) {
            case UnknownHostException _ -> DNS;
            case ConnectException _, NoRouteToHostException _ -> CONNECTION_REFUSED;
            case SSLException _ -> TLS;
            case SocketTimeoutException _ -> TIMEOUT;
            // OkHttp reports "timeout" when its call timeout expires; any other one means an interrupted thread.
            case InterruptedIOException late -> "timeout".equals(late.getMessage()) ? TIMEOUT : INTERRUPTED;
            case ProtocolException _ -> BROKEN_ANSWER;
            default -> CONNECTION_CUT;
        };
    }

    public String code() {
        return code;
    }

    /** {@code doing} completes "No answer from fal.ai while ...". */
    public static RemoteException exception(
            String service, CodedMessage doing, IOException cause, RemoteFailureKind kind) {
        NetworkFault fault = of(cause);
        CodedMessage message =
                CodedMessage.of("network.silent", service, doing, CodedMessage.of("network." + fault.code));
        return new RemoteException(service, 0, fault.code, message, kind, null, cause);
    }
}
