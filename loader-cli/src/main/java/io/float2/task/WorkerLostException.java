package io.float2.task;

/** The database takes the worker for dead: others have what it held. */
final class WorkerLostException extends Exception {

    private static final long serialVersionUID = 1L;

    WorkerLostException(Throwable cause) {
        super("the worker was found lost", cause);
    }
}
