/** What every part of the float2 command shares. */
package io.float2;
