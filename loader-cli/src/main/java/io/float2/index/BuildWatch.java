package io.float2.index;

import java.sql.SQLException;

/** Watches the build of an index from a second connection. Used by one thread. */
interface BuildWatch {

    /** Looks once, and tells the listener what is new. */
    void look() throws SQLException;

    /** The build has ended well. */
    void done();
}
