package io.float2.doctor;

/**
 * An extension's versions.
 *
 * @param installed in the database, or null
 * @param available what the server's files would install, or null; the library that is loaded belongs to these files
 */
record InstalledExtension(String installed, String available) {}
