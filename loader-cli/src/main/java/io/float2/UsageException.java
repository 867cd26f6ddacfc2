package io.float2;

/**
 * What was asked for makes no sense, whatever files and database have: options that exclude each other, a number out of its range, a name
 * that is none. The command ends with exit code 2.
 */
public final class UsageException extends UserException {

    private static final long serialVersionUID = 1L;

    /** @param sentence names the option or the value at fault */
    public UsageException(String sentence) {
        super(sentence);
    }
}
