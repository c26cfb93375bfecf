/** Why no installer can be built, in one sentence that names what to do. */
final class InstallerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InstallerException(String message) {
        super(message);
    }
}
