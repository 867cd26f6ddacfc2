/** The recommender of {@code sql/recommend}: installing it, data to try it on, and measuring it. */
package io.float2.recommend;
