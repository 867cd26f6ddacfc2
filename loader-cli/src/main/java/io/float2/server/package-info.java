/**
 * A private PostgreSQL server in a directory of its own, for people with no server at hand, for the demo and for tests.
 *
 * <p>It listens on 127.0.0.1 only, runs as an unprivileged user, and has one superuser, {@code float2}, with a random password.
 */
package io.float2.server;
