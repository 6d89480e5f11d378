namespace VoiceAgent.Tests.Web.Canary;

/// <summary>Forms of the account pages name what they change by an id that anybody can put in: of another user's it is no id.</summary>
[Trait("Kind", "Host")]
public sealed class FormIsolationTests(TwoAccounts two) : IClassFixture<TwoAccounts>
{
    public static TheoryData<string, string, string, string> Forms => new()
    {
        { "/account/sessions", "sessions", "Input.End", "session" },
        { "/account/tokens", "tokens", "Choice.Revoke", "token" },
        { "/account/passkeys", "passkeys", "Input.Remove", "passkey" },
        { "/account/passkeys", "passkeys", "Input.Rename", "passkey" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Another_users_id_changes_nothing_and_is_answered_like_one_that_nobody_has(string path, string form, string field, string thing)
    {
        await two.GiveStrangerTheSameAsync();
        var foreign = thing switch
        {
            "session" => two.OwnersSession,
            "token" => two.OwnersToken,
            _ => two.OwnersPasskey,
        };
        var unknown = new string([.. foreign.Reverse()]);

        var page = await SubmitAsync(path, form, field, foreign);
        var other = await SubmitAsync(path, form, field, unknown);

        Assert.Equal(other.Notice, page.Notice);
        Assert.NotNull(page.Notice);
        Assert.All(two.Marks, mark => Assert.DoesNotContain(mark, page.Document.DocumentElement.OuterHtml, StringComparison.OrdinalIgnoreCase));
        Assert.Null(await two.FindHarmAsync());
    }

    private Task<Fakes.Page> SubmitAsync(string path, string form, string field, string id) => form == "sessions"
        ? two.Browser.SubmitAsync(path, (field, id))
        : two.Browser.SubmitFormAsync(path, form, (field, id), ("Input.NewName", "Stolen"));
}
