/**
 * The image library of {@code sql/image_library}: bringing its schema up to date, importing, finding, views of businesses, handing
 * out, planning. Imports are graphs of instances that the workers of {@link io.float2.task} run.
 */
package io.float2.library;
