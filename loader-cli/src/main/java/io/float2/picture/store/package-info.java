/** Where pictures are kept: a folder or an S3 bucket, opened by {@link io.float2.picture.store.PictureStores}. */
package io.float2.picture.store;
