package io.float2.doctor;

/**
 * What one check found.
 *
 * @param level how bad it is
 * @param subject what was looked at
 * @param text what was found
 * @param mend what to do about it, null when nothing needs doing
 */
public record Finding(Level level, String subject, String text, String mend) {

    /** How bad a finding is. */
    public enum Level {
        OK,
        /** It works, but badly or with known faults. */
        WARN,
        /** It does not work. */
        FAIL
    }

    static Finding ok(String subject, String text) {
        return new Finding(Level.OK, subject, text, null);
    }

    static Finding warn(String subject, String text, String mend) {
        return new Finding(Level.WARN, subject, text, mend);
    }

    static Finding fail(String subject, String text, String mend) {
        return new Finding(Level.FAIL, subject, text, mend);
    }
}
