"""What a class handed in: folders and archives searched, and a file found for each exercise.

Nobody is lost: what is not graded is named with the reason. Who handed in when is read from the
table that collecting leaves. Nothing of a submission runs here.
"""
