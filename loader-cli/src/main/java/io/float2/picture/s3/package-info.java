/** S3 buckets, for the source and the store of pictures. Loaded only when one is named. */
package io.float2.picture.s3;
