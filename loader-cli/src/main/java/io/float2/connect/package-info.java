/** Where the server is and how to reach it. */
package io.float2.connect;
