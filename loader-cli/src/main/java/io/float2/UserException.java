package io.float2;

/**
 * A failure that the user can mend.
 *
 * <p>The message is the one sentence the user gets to see: it names the thing at fault (file, row counted from 1, column,
 * option, table) and, where there is one, the mend. It has no prefix and no full stop. The command ends with exit code 1, or 2 for a
 * {@link UsageException}.
 */
public class UserException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UserException(String sentence) {
        super(sentence);
    }

    /** Keeps the cause for {@code --verbose}; its text is not shown otherwise. */
    public UserException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
