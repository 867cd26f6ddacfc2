/** How long work tells about its progress, without knowing who listens. */
package io.float2.progress;
