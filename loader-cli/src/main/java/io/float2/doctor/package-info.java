/** Looks for what is missing, outdated or badly set, on this machine and on the server. */
package io.float2.doctor;
