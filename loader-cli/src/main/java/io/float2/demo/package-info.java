/** The steps of the demo: the main job, done and measured on the sample that the project ships. */
package io.float2.demo;
