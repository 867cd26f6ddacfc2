/**
 * Where pictures come from: a folder, a tar file, a manifest (CSV or JSON Lines) or a prefix of an S3 bucket, opened by
 * {@link io.float2.picture.source.PictureSources}.
 */
package io.float2.picture.source;
