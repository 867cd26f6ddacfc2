package io.float2.library.export;

/**
 * What an export did.
 *
 * @param files of the export
 * @param kept of them that were there already
 * @param rows in all files
 * @param bytes of all files
 */
public record ExportReport(String folder, int files, int kept, long rows, long bytes, double seconds) {}
