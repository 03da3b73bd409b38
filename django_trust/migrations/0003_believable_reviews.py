import django.db.models.deletion
import django.utils.timezone
import django_trust.reviews.models.photos
import django_trust.shop.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trust', '0002_tallies'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='appeal')),
                ('state', models.CharField(choices=[('open', 'open'), ('granted', 'granted'), ('dismissed', 'dismissed'), ('closed', 'closed')], default='open', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written at')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
            },
        ),
        migrations.CreateModel(
            name='CriterionRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.SlugField(db_index=False, max_length=40, verbose_name='criterion')),
                ('rating', models.PositiveSmallIntegerField(verbose_name='rating')),
            ],
            options={
                'verbose_name': 'rating of a criterion',
                'verbose_name_plural': 'ratings of criteria',
            },
        ),
        migrations.CreateModel(
            name='RatingFreeze',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('burst', models.PositiveIntegerField(verbose_name='reviews in the burst')),
                ('usual', models.FloatField(verbose_name='usual reviews a day')),
                ('burst_average', models.FloatField(verbose_name='average of the burst')),
                ('average', models.FloatField(null=True, verbose_name='average before')),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='released at')),
            ],
            options={
                'verbose_name': 'frozen rating',
                'verbose_name_plural': 'frozen ratings',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReviewFlag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signal', models.CharField(max_length=60, verbose_name='signal')),
                ('weight', models.PositiveSmallIntegerField(verbose_name='weight')),
                ('reason', models.CharField(blank=True, choices=[('spam', 'Advertising or spam'), ('fake', 'Reasonably believed to be fake'), ('off_topic', 'Not about this product or shop'), ('abusive', 'Insulting, threatening or harassing'), ('obscene', 'Obscene or sexually explicit'), ('discriminatory', 'Discriminates against people'), ('personal_data', 'Holds personal data or a likeness of somebody else'), ('confidential', 'Holds trade secrets or confidential data'), ('false', 'Clearly false or misleading'), ('illegal', 'Against the law for another reason')], max_length=20, verbose_name='reason')),
                ('details', models.JSONField(blank=True, default=dict)),
                ('sentence', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'flag',
                'verbose_name_plural': 'flags',
            },
        ),
        migrations.CreateModel(
            name='ReviewPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('image', models.FileField(max_length=200, storage=django_trust.reviews.models.photos.photo_storage, upload_to=django_trust.reviews.models.photos.photo_path, verbose_name='picture')),
                ('thumbnail', models.FileField(max_length=200, storage=django_trust.reviews.models.photos.photo_storage, upload_to=django_trust.reviews.models.photos.photo_path, verbose_name='small picture')),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('thumbnail_width', models.PositiveIntegerField()),
                ('thumbnail_height', models.PositiveIntegerField()),
                ('alt', models.CharField(blank=True, max_length=200, verbose_name='description')),
                ('digest', django_trust.shop.fields.ExactCharField(editable=False, max_length=64)),
                ('state', models.CharField(choices=[('pending', 'pending'), ('published', 'published'), ('rejected', 'rejected')], default='pending', max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, choices=[('spam', 'Advertising or spam'), ('fake', 'Reasonably believed to be fake'), ('off_topic', 'Not about this product or shop'), ('abusive', 'Insulting, threatening or harassing'), ('obscene', 'Obscene or sexually explicit'), ('discriminatory', 'Discriminates against people'), ('personal_data', 'Holds personal data or a likeness of somebody else'), ('confidential', 'Holds trade secrets or confidential data'), ('false', 'Clearly false or misleading'), ('illegal', 'Against the law for another reason')], max_length=20, verbose_name='reason')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='added at')),
            ],
            options={
                'verbose_name': 'photo',
                'verbose_name_plural': 'photos',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReviewSketch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phrase', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='ReviewVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rating', models.PositiveSmallIntegerField(verbose_name='rating')),
                ('title', models.CharField(blank=True, max_length=150, verbose_name='title')),
                ('body', models.TextField(blank=True, verbose_name='review')),
                ('pros', models.TextField(blank=True, verbose_name='pros')),
                ('cons', models.TextField(blank=True, verbose_name='cons')),
                ('author_name', models.CharField(blank=True, max_length=80, verbose_name='name shown')),
                ('state', models.CharField(choices=[('pending', 'pending'), ('published', 'published'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn')], max_length=10, verbose_name='state')),
                ('replaced_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='replaced at')),
            ],
            options={
                'verbose_name': 'earlier version',
                'verbose_name_plural': 'earlier versions',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Testimonial',
            fields=[
                ('review', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='testimonial', serialize=False, to='trust.review')),
                ('chosen_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'testimonial',
                'verbose_name_plural': 'testimonials',
            },
        ),
        migrations.AddField(
            model_name='itemrating',
            name='frozen_count',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='itemrating',
            name='frozen_recent_score',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='itemrating',
            name='frozen_stars',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='itemrating',
            name='frozen_total',
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='itemrating',
            name='frozen_until',
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='itemrating',
            name='recent_score',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='moderationevent',
            name='kind',
            field=models.CharField(choices=[('decision', 'decision'), ('edited', 'edited by its author'), ('withdrawn', 'withdrawn by its author'), ('waited', 'published after waiting'), ('appealed', 'appeal by its author'), ('granted', 'appeal granted'), ('dismissed', 'appeal dismissed'), ('reports', 'reports answered'), ('proof_lost', 'proof of purchase lost'), ('proof_found', 'purchase confirmed'), ('photo', 'decision about a photo')], default='decision', max_length=12, verbose_name='event'),
        ),
        migrations.AddField(
            model_name='report',
            name='contact',
            field=models.EmailField(blank=True, max_length=254, verbose_name='e-mail for the answer'),
        ),
        migrations.AddField(
            model_name='report',
            name='language',
            field=models.CharField(blank=True, max_length=15, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='review',
            name='cons',
            field=models.TextField(blank=True, max_length=600, verbose_name='cons'),
        ),
        migrations.AddField(
            model_name='review',
            name='delivered_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='delivered on'),
        ),
        migrations.AddField(
            model_name='review',
            name='email_confirmed',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='review',
            name='experienced_on',
            field=models.DateField(blank=True, null=True, verbose_name='date of experience'),
        ),
        migrations.AddField(
            model_name='review',
            name='flag_weight',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='review',
            name='gallery',
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        migrations.AddField(
            model_name='review',
            name='incentive',
            field=models.CharField(blank=True, choices=[('', 'Nothing: I paid the usual price'), ('free', 'I received it free of charge'), ('discount', 'I received a discount'), ('reward', 'I received a reward for the review')], max_length=10, verbose_name='incentive'),
        ),
        migrations.AddField(
            model_name='review',
            name='name_style',
            field=models.CharField(choices=[('full', 'The name as I wrote it'), ('initial', 'First name and initial'), ('buyer', 'No name: “verified buyer” or “anonymous”')], default='full', max_length=10, verbose_name='form of the name'),
        ),
        migrations.AddField(
            model_name='review',
            name='pending_since',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='waiting since'),
        ),
        migrations.AddField(
            model_name='review',
            name='pros',
            field=models.TextField(blank=True, max_length=600, verbose_name='pros'),
        ),
        migrations.AddField(
            model_name='review',
            name='rejected_for',
            field=models.CharField(blank=True, choices=[('spam', 'Advertising or spam'), ('fake', 'Reasonably believed to be fake'), ('off_topic', 'Not about this product or shop'), ('abusive', 'Insulting, threatening or harassing'), ('obscene', 'Obscene or sexually explicit'), ('discriminatory', 'Discriminates against people'), ('personal_data', 'Holds personal data or a likeness of somebody else'), ('confidential', 'Holds trade secrets or confidential data'), ('false', 'Clearly false or misleading'), ('illegal', 'Against the law for another reason')], editable=False, max_length=20, verbose_name='rejected for'),
        ),
        migrations.AddField(
            model_name='review',
            name='variant',
            field=models.CharField(blank=True, max_length=100, verbose_name='variant'),
        ),
        migrations.AddField(
            model_name='review',
            name='verified_by',
            field=models.CharField(blank=True, editable=False, max_length=60, verbose_name='verified by'),
        ),
        migrations.AlterField(
            model_name='review',
            name='source',
            field=models.CharField(choices=[('web', 'web form'), ('api', 'API'), ('import', 'import'), ('invitation', 'invitation'), ('order_page', 'order page'), ('staff', 'entered by staff')], default='web', max_length=10, verbose_name='source'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['device_key', 'created_at'], name='trust_review_device'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='appeal',
            name='rejected_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='appeal',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appeals', to='trust.review'),
        ),
        migrations.AddField(
            model_name='criterionrating',
            name='review',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='criterion_ratings', to='trust.review'),
        ),
        migrations.AddField(
            model_name='ratingfreeze',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='freezes', to='trust.item'),
        ),
        migrations.AddField(
            model_name='ratingfreeze',
            name='released_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewflag',
            name='review',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='trust.review'),
        ),
        migrations.AddField(
            model_name='reviewphoto',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='trust.review'),
        ),
        migrations.AddField(
            model_name='reviewsketch',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sketch', to='trust.review'),
        ),
        migrations.AddField(
            model_name='reviewversion',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='trust.review'),
        ),
        migrations.AddField(
            model_name='testimonial',
            name='chosen_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(fields=['state', 'review'], name='trust_appeal_open'),
        ),
        migrations.AddConstraint(
            model_name='criterionrating',
            constraint=models.UniqueConstraint(fields=('review', 'criterion'), name='trust_criterion_once'),
        ),
        migrations.AddConstraint(
            model_name='criterionrating',
            constraint=models.CheckConstraint(condition=models.Q(('rating__gte', 1), ('rating__lte', 5)), name='trust_criterion_rating_1_5'),
        ),
        migrations.AddConstraint(
            model_name='reviewflag',
            constraint=models.UniqueConstraint(fields=('review', 'signal'), name='trust_flag_once'),
        ),
        migrations.AddConstraint(
            model_name='reviewphoto',
            constraint=models.UniqueConstraint(fields=('review', 'digest'), name='trust_photo_once'),
        ),
        migrations.AddIndex(
            model_name='reviewphoto',
            index=models.Index(fields=['state', 'review'], name='trust_photo_waiting'),
        ),
        migrations.AddIndex(
            model_name='reviewsketch',
            index=models.Index(fields=['phrase', 'review'], name='trust_sketch_phrase'),
        ),
    ]
