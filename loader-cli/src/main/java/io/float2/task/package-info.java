/**
 * The scheduler of {@code sql/image_library}: workers that claim instances and run them, what an instance runs, and what people see of
 * both. All changes of state are functions of the database.
 */
package io.float2.task;
